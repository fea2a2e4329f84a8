namespace SecurityKit.AspNetCore;

/// <summary>On a page's endpoint: the option that switches it off.</summary>
internal sealed record ConsolePart(Func<ConsoleOptions, bool> IsOn);
