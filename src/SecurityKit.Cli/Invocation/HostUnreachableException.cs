namespace SecurityKit.Cli;

/// <summary>A host does not answer, or not with what was asked for; the message says which and why.</summary>
internal sealed class HostUnreachableException(string message, Exception inner) : Exception(message, inner);
