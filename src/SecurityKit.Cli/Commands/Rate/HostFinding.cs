namespace SecurityKit.Cli;

/// <summary>A finding as a host's <c>/status</c> gives it.</summary>
internal sealed record HostFinding(string Id, string Title, PostureStatus Status, string Evidence, string Advice, int Weight);
