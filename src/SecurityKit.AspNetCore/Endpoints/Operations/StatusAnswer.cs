namespace SecurityKit.AspNetCore;

/// <summary>How safely the host is set up.</summary>
internal sealed record StatusAnswer(string Rating, double Score, IReadOnlyList<FindingAnswer> Findings);
