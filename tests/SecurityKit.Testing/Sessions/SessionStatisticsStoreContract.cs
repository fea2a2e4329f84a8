using SecurityKit.Sessions;

namespace SecurityKit.Testing;

/// <summary>What every <see cref="ISessionStatisticsStore"/> must do beside the session store of its engine.</summary>
public abstract class SessionStatisticsStoreContract
{
    private static readonly SessionLimit Limit = new(1000, SessionLimitAction.EvictOldest);

    protected abstract DateTimeOffset Now { get; }

    /// <summary>An engine with nothing in it, of this test's own.</summary>
    protected abstract Task<(ISessionStore Sessions, ISessionStatisticsStore Statistics)> OpenAsync();

    [Test]
    public async Task Census_CountsWhatThereIs_OnDevicesAndNetworks()
    {
        var (sessions, statistics) = await OpenAsync();
        for (var i = 0; i < 60; i++)
        {
            var session = SessionSample.Session($"subject-{i % 20}", Now, isRenewable: i % 3 == 0) with
            {
                Device = new SessionDevice(i % 4 == 0 ? "Safari on iOS" : "Firefox on Windows", null),
                Network = i % 2 == 0 ? "203.0.113.0/24" : null,
            };
            await sessions.CreateAsync(SessionSample.Draft(session), Limit, default);
        }

        var census = await statistics.CountAsync(default);

        Assert.Multiple(() =>
        {
            Assert.That(census.Active, Is.EqualTo(60));
            Assert.That(census.Devices, Is.EquivalentTo(new Dictionary<string, long> { ["Safari on iOS"] = 15, ["Firefox on Windows"] = 45 }));
            Assert.That(census.Networks, Is.EquivalentTo(new Dictionary<string, long> { ["203.0.113.0/24"] = 30 }));
        });
    }

    [Test]
    public async Task Census_ForgetsWhatWasEndedEvictedOrIsOver()
    {
        var (sessions, statistics) = await OpenAsync();
        var two = new SessionLimit(2, SessionLimitAction.EvictOldest);
        var drafts = Enumerable.Range(0, 3).Select(_ => SessionSample.Draft(SessionSample.Session("ada", Now, isRenewable: true))).ToList();
        foreach (var draft in drafts)
        {
            await sessions.CreateAsync(draft, two, default);
        }

        Assert.That((await statistics.CountAsync(default)).Active, Is.EqualTo(2), "one was evicted");
        var over = SessionSample.Session("bob", Now - TimeSpan.FromHours(25)) with { LastSeenAt = Now - TimeSpan.FromHours(1), ExpiresAt = Now - TimeSpan.FromMinutes(1) };
        await sessions.CreateAsync(SessionSample.Draft(over), two, default);
        Assert.That((await statistics.CountAsync(default)).Active, Is.EqualTo(2), "one was over when it came");
        var present = await sessions.ListAsync("ada", default);
        await sessions.RevokeAsync(present[0].Id, "ada", default);
        Assert.That((await statistics.CountAsync(default)).Active, Is.EqualTo(1));
        await sessions.TouchAsync(present[1].Id, default);
        Assert.That((await statistics.CountAsync(default)).Active, Is.EqualTo(1), "used, and counted once");
        await sessions.RevokeAllAsync("ada", null, Now, SessionSample.Lifetime, default);

        var census = await statistics.CountAsync(default);
        Assert.That((census.Active, census.Devices.Count, census.Networks.Count), Is.EqualTo((0L, 0, 0)));
    }

    [Test]
    public async Task Census_ForgetsASessionWhoseRefreshTokenWasReused()
    {
        var (sessions, statistics) = await OpenAsync();
        var draft = SessionSample.Draft(SessionSample.Session("ada", Now, isRenewable: true));
        await sessions.CreateAsync(draft, Limit, default);
        await sessions.RotateRefreshAsync(draft.Session.Id, SessionSample.Attempt(draft, draft.Refresh!.TokenHash), default);
        Assert.That((await statistics.CountAsync(default)).Active, Is.EqualTo(1));

        await sessions.RotateRefreshAsync(draft.Session.Id, SessionSample.Attempt(draft, SessionSample.Hash()), default);

        Assert.That((await statistics.CountAsync(default)).Active, Is.Zero);
    }

    [Test]
    public async Task Tallies_OfParallelNodes_AddUpExactly()
    {
        var (_, statistics) = await OpenAsync();
        var hour = SessionTally.HourOf(Now);

        await Parallelism.RunAsync(50, async i =>
        {
            await statistics.AddAsync(new SessionTally(hour, new Dictionary<string, long> { ["created"] = 2, ["ended.evicted"] = i % 2 }), default);
            return true;
        });

        var tally = (await statistics.ReadAsync(Now, Now, default)).Single();
        Assert.That(tally.Hour, Is.EqualTo(hour));
        Assert.That(tally.Counts, Is.EquivalentTo(new Dictionary<string, long> { ["created"] = 100, ["ended.evicted"] = 25 }));
    }

    [Test]
    public async Task Tallies_AreReadByTheHour_TheEarliestFirst()
    {
        var (_, statistics) = await OpenAsync();
        var hour = SessionTally.HourOf(Now);
        foreach (var back in new[] { 0, 3, 1, 30 })
        {
            await statistics.AddAsync(new SessionTally(hour - TimeSpan.FromHours(back), new Dictionary<string, long> { ["created"] = back + 1 }), default);
        }

        var tallies = await statistics.ReadAsync(Now - TimeSpan.FromHours(3), Now, default);

        Assert.That(tallies.Select(tally => tally.Counts["created"]), Is.EqualTo(new[] { 4L, 2, 1 }));
    }
}
