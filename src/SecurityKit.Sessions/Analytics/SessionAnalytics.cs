namespace SecurityKit.Sessions;

/// <summary>
/// Tells how many sessions there are, of what kind, and what happened to them. Costs a validation nothing, a sign-in nothing but a count in
/// memory, and one entry of a few dozen bytes per session where the store needs one to find them. Thread-safe.
/// </summary>
public sealed class SessionAnalytics
{
    private readonly ISessionStatisticsStore _statistics;
    private readonly ISessionStore _sessions;
    private readonly TimeProvider _clock;

    internal SessionAnalytics(ISessionStatisticsStore statistics, ISessionStore sessions, TimeProvider clock)
    {
        _statistics = statistics;
        _sessions = sessions;
        _clock = clock;
    }

    /// <summary>
    /// Counts all sessions and what happened in the last hours. Reads every session once, in small steps: ask for it as often as somebody
    /// looks, not for every request. The last few seconds of each node may not be in it yet.
    /// </summary>
    /// <param name="hours">How many hours to look back, the present one included: 1 to 744.</param>
    /// <param name="top">How many devices and networks to name: 1 to 1000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The statistics.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be asked.</exception>
    public async ValueTask<SessionStatistics> ReadAsync(int hours = 24, int top = 20, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hours, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hours, (int)SessionTally.Retention.TotalHours);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(top, 1000);

        var now = _clock.GetUtcNow();
        var from = SessionTally.HourOf(now) - TimeSpan.FromHours(hours - 1);
        var census = await _statistics.CountAsync(cancellationToken).ConfigureAwait(false);
        var counts = (await _statistics.ReadAsync(from, now, cancellationToken).ConfigureAwait(false))
            .SelectMany(tally => tally.Counts)
            .GroupBy(count => count.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(count => count.Value), StringComparer.Ordinal);
        var revoked = counts.Where(count => count.Key.StartsWith(TallyNames.Ended, StringComparison.Ordinal))
            .ToDictionary(count => count.Key[TallyNames.Ended.Length..], count => count.Value, StringComparer.Ordinal);
        var ended = revoked.Values.Sum();
        var elapsed = Math.Max((now - from).TotalHours, 1.0 / 60);
        var created = counts.GetValueOrDefault(TallyNames.Created);
        return new SessionStatistics
        {
            At = now,
            From = from,
            Active = census.Active,
            Devices = Top(census.Devices, top),
            Networks = Top(census.Networks, top),
            Created = created,
            Refused = counts.GetValueOrDefault(TallyNames.Refused),
            Revoked = revoked,
            CreatedPerHour = created / elapsed,
            RevokedPerHour = ended / elapsed,
            MeanDuration = ended == 0 ? null : TimeSpan.FromSeconds(counts.GetValueOrDefault(TallyNames.DurationSeconds) / (double)ended),
            Durations =
            [
                .. TallyNames.DurationBounds.Select(bound => new SessionDurationClass(
                    bound == TimeSpan.MaxValue ? null : bound, counts.GetValueOrDefault(TallyNames.NameOf(bound)))),
            ],
        };
    }

    /// <summary>The sessions of one subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The statistics.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be asked.</exception>
    public async ValueTask<SubjectSessionStatistics> ReadSubjectAsync(string subject, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        var sessions = await _sessions.ListAsync(subject, cancellationToken).ConfigureAwait(false);
        return new SubjectSessionStatistics(
            sessions.Count, Groups(sessions.Select(session => session.Device.Name)), Groups(sessions.Select(session => session.Network).OfType<string>()),
            sessions.Count == 0 ? null : sessions.Min(session => session.CreatedAt), sessions.Count == 0 ? null : sessions.Max(session => session.LastSeenAt));
    }

    private static List<SessionGroup> Groups(IEnumerable<string> names) => Top(
        names.GroupBy(name => name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.LongCount(), StringComparer.Ordinal), int.MaxValue);

    private static List<SessionGroup> Top(IReadOnlyDictionary<string, long> groups, int top) =>
    [
        .. groups.OrderByDescending(group => group.Value).ThenBy(group => group.Key, StringComparer.Ordinal).Take(top)
            .Select(group => new SessionGroup(group.Key, group.Value)),
    ];
}
