namespace SecurityKit;

/// <summary>How safely this host is set up.</summary>
/// <param name="Rating">The letter for <paramref name="Score"/>, see <see cref="PostureRating"/>.</param>
/// <param name="Score">0 to 100: the weighted share of passed checks; a partial one counts half. 0 when there are no checks.</param>
/// <param name="Findings">Every check's answer, the worst first.</param>
public sealed record PostureReport(string Rating, double Score, IReadOnlyList<PostureFinding> Findings);
