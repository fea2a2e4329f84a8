namespace SecurityKit.Cli;

/// <summary>What a host's <c>/status</c> says.</summary>
internal sealed record HostStatus(IReadOnlyList<HostFinding> Findings);
