namespace SecurityKit.Cli;

/// <summary>Asks as a page of another site would, and as one without an origin.</summary>
internal static class OriginProbe
{
    private static readonly string[] Foreign = ["https://foreign.example", "null"];

    internal static async ValueTask<PostureFinding> LookAsync(HostVisit visit, CancellationToken cancellationToken)
    {
        var open = new List<string>();
        foreach (var origin in Foreign)
        {
            var answer = await visit.AskApiAsync("status", headers => headers.Add("Origin", origin), cancellationToken).ConfigureAwait(false);
            if (answer.First("Access-Control-Allow-Origin")?.Trim() is { } allowed && (allowed == "*" || allowed == origin))
            {
                open.Add($"The origin {origin} is answered with Access-Control-Allow-Origin: {allowed}.");
            }
        }

        return Found.Judge(
            "outside.cors", "Pages of other sites cannot read answers.", open.Count == 0,
            open.Count == 0 ? "Unknown origins are given no permission." : string.Join(" ", open), "Name the origins that may read answers; never all of them, and never null.", weight: 5);
    }
}
