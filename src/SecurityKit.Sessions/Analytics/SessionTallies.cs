using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SecurityKit.Sessions;

/// <summary>
/// Counts in memory and writes the counts of all requests together every few seconds: a sign-in pays nothing for it. What a process counted since
/// its last write is lost when it is killed. While the store cannot be asked the counts wait; a write whose answer was lost may be counted twice.
/// </summary>
internal sealed class SessionTallies(ISessionStatisticsStore store, TimeProvider clock, ILogger<SessionTallies> logger) : PeriodicService(clock)
{
    internal static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(5);

    private const int MaxHoursWaiting = 48;

    private readonly ConcurrentDictionary<(DateTimeOffset Hour, string Name), long> _waiting = new();
    private readonly SemaphoreSlim _writing = new(1, 1);

    protected override TimeSpan Interval => WriteInterval;

    internal void Count(string name, long count = 1)
    {
        if (count != 0)
        {
            Add(SessionTally.HourOf(Clock.GetUtcNow()), name, count);
        }
    }

    /// <summary>Writes what waits.</summary>
    internal async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var hour in _waiting.Keys.Select(key => key.Hour).Distinct().Order().ToArray())
            {
                await WriteHourAsync(hour, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await TryRunAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        base.Dispose();
        _writing.Dispose();
    }

    protected override ValueTask RunAsync(CancellationToken cancellationToken) => WriteAsync(cancellationToken);

    /// <summary>Statistics decide nothing: the counts wait for the next time.</summary>
    protected override void OnFailed(Exception exception) => SessionsLog.TalliesNotWritten(logger, exception);

    private async ValueTask WriteHourAsync(DateTimeOffset hour, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var key in _waiting.Keys.Where(key => key.Hour == hour))
        {
            if (_waiting.TryRemove(key, out var count))
            {
                counts[key.Name] = count;
            }
        }

        if (counts.Count == 0)
        {
            return;
        }

        try
        {
            await store.AddAsync(new SessionTally(hour, counts), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            if (hour > Clock.GetUtcNow() - TimeSpan.FromHours(MaxHoursWaiting))
            {
                foreach (var (name, count) in counts)
                {
                    Add(hour, name, count);
                }
            }

            throw;
        }
    }

    private void Add(DateTimeOffset hour, string name, long count) =>
        _waiting.AddOrUpdate((hour, name), static (_, added) => added, static (_, present, added) => present + added, count);
}
