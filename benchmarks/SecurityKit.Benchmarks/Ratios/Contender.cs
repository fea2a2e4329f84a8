namespace SecurityKit.Benchmarks.Ratios;

/// <summary>One way of doing something.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Run">Does it that many times.</param>
internal sealed record Contender(string Name, Action<int> Run);
