namespace SecurityKit.Cli;

/// <summary>It cannot be done as things stand; the message says why.</summary>
internal sealed class RefusedException(string message) : Exception(message);
