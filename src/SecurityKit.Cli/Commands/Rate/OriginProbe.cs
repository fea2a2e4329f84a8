namespace SecurityKit.Cli;

/// <summary>Asks as a page of another site would, and as one without an origin.</summary>
internal static class OriginProbe
{
    private static readonly string[] Foreign = ["https://foreign.example", "null"];

    internal static async ValueTask<PostureFinding> LookAsync(HostVisit visit, CancellationToken cancellationToken)
    {
        var open = new List<string>();
        var absent = new List<string>();
        foreach (var origin in Foreign)
        {
            var answer = await visit.AskApiAsync("status", headers => headers.Add("Origin", origin), cancellationToken).ConfigureAwait(false);
            if (answer.IsAbsent)
            {
                absent.Add($"{answer.Address.AbsolutePath} answers {(int)answer.Status} to the origin {origin}.");
            }
            else if (answer.First("Access-Control-Allow-Origin")?.Trim() is { } allowed && (allowed == "*" || allowed == origin))
            {
                open.Add($"The origin {origin} is answered with Access-Control-Allow-Origin: {allowed}.");
            }
        }

        return Found.Finding(
            "outside.cors", "Pages of other sites cannot read answers.",
            open.Count > 0 ? PostureStatus.Failed : absent.Count > 0 ? PostureStatus.Partial : PostureStatus.Passed,
            open.Count > 0 ? string.Join(" ", open) : absent.Count > 0 ? $"Not shown: {string.Join(" ", absent)}" : "Unknown origins are given no permission.",
            open.Count > 0 ? "Name the origins that may read answers; never all of them, and never null." : "Rate it while the API answers.", weight: 5);
    }
}
