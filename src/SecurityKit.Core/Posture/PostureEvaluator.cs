namespace SecurityKit;

/// <summary>Runs every registered check and rates the result. A check that throws counts as failed. Thread-safe.</summary>
/// <param name="checks">The checks.</param>
public sealed class PostureEvaluator(IEnumerable<IPostureCheck> checks)
{
    private const double PartialShare = 0.5;
    private const int MinWeight = 1;
    private const int MaxWeight = 10;

    /// <summary>Runs all checks now.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The report.</returns>
    public async ValueTask<PostureReport> EvaluateAsync(CancellationToken cancellationToken = default)
    {
        var findings = new List<PostureFinding>();
        foreach (var check in checks)
        {
            findings.Add(await RunAsync(check, cancellationToken).ConfigureAwait(false));
        }

        var score = Score(findings);
        var worstFirst = findings.OrderBy(f => f.Status).ThenByDescending(f => f.Weight).ThenBy(f => f.CheckId, StringComparer.Ordinal);
        return new PostureReport(PostureRating.LetterFor(score), score, [.. worstFirst]);
    }

    private static double Score(List<PostureFinding> findings)
    {
        var total = findings.Sum(Weight);
        var reached = findings.Sum(f => Weight(f) * f.Status switch
        {
            PostureStatus.Passed => 1,
            PostureStatus.Partial => PartialShare,
            _ => 0,
        });
        return total == 0 ? 0 : 100 * reached / total;
    }

    /// <summary>A check cannot make itself count for more than it may, or against others.</summary>
    private static int Weight(PostureFinding finding) => Math.Clamp(finding.Weight, MinWeight, MaxWeight);

    private static async ValueTask<PostureFinding> RunAsync(IPostureCheck check, CancellationToken cancellationToken)
    {
        try
        {
            return await check.CheckAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new PostureFinding(
                check.Id, check.Id, PostureStatus.Failed, $"The check itself failed with {exception.GetType().Name}.",
                "See the log; a check that cannot look counts as failed.", MaxWeight);
        }
    }
}
