namespace SecurityKit.AspNetCore;

/// <summary>Counts events of one type per step of time, reading pages of the store up to a bound.</summary>
internal static class EventTally
{
    /// <summary>How many events of one type are read at most for one chart.</summary>
    internal const int MaxEvents = 20_000;

    /// <returns>One count per step, and whether the bound cut it short: the newest are counted then.</returns>
    internal static async ValueTask<(IReadOnlyList<long> Counts, bool IsCut)> CountAsync(
        ISecurityEventStore store, string type, DateTimeOffset from, TimeSpan step, int steps, CancellationToken cancellationToken)
    {
        var counts = new long[steps];
        Guid? last = null;
        for (var read = 0; read < MaxEvents;)
        {
            var query = new SecurityEventQuery { Type = type, AfterTime = from, AfterId = last, NewestFirst = true, Limit = SecurityEventQuery.MaxLimit };
            var page = await store.QueryAsync(query, cancellationToken).ConfigureAwait(false);
            foreach (var one in page)
            {
                var index = (int)((one.Time - from) / step);
                if (index >= 0 && index < steps)
                {
                    counts[index]++;
                }
            }

            read += page.Count;
            if (page.Count < SecurityEventQuery.MaxLimit)
            {
                return (counts, false);
            }

            last = page[^1].Id;
        }

        return (counts, true);
    }
}
