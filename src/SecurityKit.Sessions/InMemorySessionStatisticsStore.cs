using System.Collections.Concurrent;

namespace SecurityKit.Sessions;

/// <summary>Counts the sessions of the in-memory store, and keeps tallies beside them.</summary>
internal sealed class InMemorySessionStatisticsStore(ISessionStore sessions, TimeProvider clock) : ISessionStatisticsStore, IVolatileStore
{
    private readonly ConcurrentDictionary<(DateTimeOffset Hour, string Name), long> _counts = new();

    /// <exception cref="InvalidOperationException">The sessions are in a store of the host's own, which has brought no statistics.</exception>
    public ValueTask<SessionCensus> CountAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (sessions is not InMemorySessionStore store)
        {
            throw new InvalidOperationException("Sessions are not in memory: register an ISessionStatisticsStore beside the ISessionStore.");
        }

        long active = 0;
        var devices = new Dictionary<string, long>(StringComparer.Ordinal);
        var networks = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var session in store.Kept())
        {
            active++;
            devices[session.Device.Name] = devices.GetValueOrDefault(session.Device.Name) + 1;
            if (session.Network is { } network)
            {
                networks[network] = networks.GetValueOrDefault(network) + 1;
            }
        }

        return ValueTask.FromResult(new SessionCensus(active, devices, networks));
    }

    public ValueTask AddAsync(SessionTally tally, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tally);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var (name, count) in tally.Counts)
        {
            _counts.AddOrUpdate((tally.Hour, name), static (_, added) => added, static (_, present, added) => present + added, count);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<SessionTally>> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var first = SessionTally.HourOf(from);
        IReadOnlyList<SessionTally> tallies =
        [
            .. _counts.Where(count => count.Key.Hour >= first && count.Key.Hour <= to)
                .GroupBy(count => count.Key.Hour)
                .OrderBy(group => group.Key)
                .Select(group => new SessionTally(group.Key, group.ToDictionary(count => count.Key.Name, count => count.Value, StringComparer.Ordinal))),
        ];
        return ValueTask.FromResult(tallies);
    }

    public ValueTask<int> RemoveExpiredAsync(CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow() - SessionTally.Retention;
        return ValueTask.FromResult(_counts.Keys.Where(key => key.Hour < oldest).Count(key => _counts.TryRemove(key, out _)));
    }
}
