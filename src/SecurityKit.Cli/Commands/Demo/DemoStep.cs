namespace SecurityKit.Cli;

/// <summary>One thing the demo did.</summary>
/// <param name="Chapter">Which part of the kit.</param>
/// <param name="What">What was done.</param>
/// <param name="Seen">What came of it, as observed.</param>
/// <param name="Holds">Whether that is what the kit promises.</param>
internal sealed record DemoStep(string Chapter, string What, string Seen, bool Holds);
