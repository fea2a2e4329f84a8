namespace SecurityKit.Cli;

/// <summary>Something the person at the terminal can put right; the message says how.</summary>
internal sealed class UsageException(string message) : Exception(message);
