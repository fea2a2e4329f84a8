using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class InMemorySessionStatisticsStoreTests : SessionStatisticsStoreContract
{
    private readonly ManualClock _clock = new();

    protected override DateTimeOffset Now => _clock.GetUtcNow();

    protected override Task<(ISessionStore Sessions, ISessionStatisticsStore Statistics)> OpenAsync()
    {
        var sessions = new InMemorySessionStore(_clock);
        return Task.FromResult<(ISessionStore, ISessionStatisticsStore)>((sessions, new InMemorySessionStatisticsStore(sessions, _clock)));
    }

    [Test]
    public async Task HoursThatAreOver_AreForgotten()
    {
        var (_, statistics) = await OpenAsync();
        await statistics.AddAsync(new SessionTally(SessionTally.HourOf(Now), new Dictionary<string, long> { ["created"] = 1 }), default);
        Assert.That(await statistics.RemoveExpiredAsync(default), Is.Zero);

        _clock.Advance(SessionTally.Retention + TimeSpan.FromHours(1));

        Assert.That(await statistics.RemoveExpiredAsync(default), Is.EqualTo(1));
    }

    [Test]
    public void SessionsOfAHostsOwnStore_AreNotGuessedAt() => Assert.That(
        async () => await new InMemorySessionStatisticsStore(new UnavailableSessionStore(), _clock).CountAsync(default),
        Throws.InvalidOperationException.With.Message.Contains("ISessionStatisticsStore"));
}
