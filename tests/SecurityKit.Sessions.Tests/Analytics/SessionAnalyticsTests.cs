using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class SessionAnalyticsTests
{
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Statistics_TellWhatThereIsAndWhatHappened()
    {
        await using var host = await SessionHost.StartAsync(o => o.MaxSessionsPerSubject = 2, new ManualClock(Start));
        host.Context = new OperationContext { UserAgent = Firefox, RemoteAddress = IPAddress.Parse("203.0.113.7") };
        var first = await host.SignInAsync();
        await host.SignInAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        await host.SignInAsync();
        var other = await host.SignInAsync("bob");
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await host.Sessions.RevokeAsync(other.Session.Id, "bob", "a_reason_of_the_hosts_own");
        await host.Get<SessionTallies>().WriteAsync(default);

        var statistics = await host.Get<SessionAnalytics>().ReadAsync();

        Assert.Multiple(() =>
        {
            Assert.That(statistics.Active, Is.EqualTo(2));
            Assert.That(statistics.Devices, Is.EqualTo(new[] { new SessionGroup("Firefox on Windows", 2) }));
            Assert.That(statistics.Networks, Is.EqualTo(new[] { new SessionGroup("203.0.113.0/24", 2) }));
            Assert.That((statistics.Created, statistics.Refused), Is.EqualTo((4L, 0L)));
            Assert.That(statistics.Revoked, Is.EquivalentTo(new Dictionary<string, long> { ["evicted"] = 1, ["other"] = 1 }));
            Assert.That(statistics.MeanDuration, Is.EqualTo(TimeSpan.FromMinutes(6)));
            Assert.That(statistics.Durations.Where(d => d.Count > 0), Is.EqualTo(new[]
            {
                new SessionDurationClass(TimeSpan.FromMinutes(5), 1), new SessionDurationClass(TimeSpan.FromMinutes(30), 1),
            }));
            Assert.That(statistics.CreatedPerHour, Is.EqualTo(4 / 23.2).Within(0.001));
            Assert.That(first.Session.Id, Is.Not.EqualTo(other.Session.Id));
        });
    }

    [Test]
    public async Task Period_LeavesOutEarlierHours()
    {
        await using var host = await SessionHost.StartAsync(clock: new ManualClock(Start));
        await host.SignInAsync();
        host.Clock.Advance(TimeSpan.FromHours(2));
        await host.SignInAsync();
        await host.Get<SessionTallies>().WriteAsync(default);

        Assert.That((await host.Get<SessionAnalytics>().ReadAsync(hours: 1)).Created, Is.EqualTo(1));
        Assert.That((await host.Get<SessionAnalytics>().ReadAsync(hours: 3)).Created, Is.EqualTo(2));
    }

    [Test]
    public async Task Subject_HasStatisticsOfItsOwn()
    {
        await using var host = await SessionHost.StartAsync(clock: new ManualClock(Start));
        host.Context = new OperationContext { UserAgent = Firefox, RemoteAddress = IPAddress.Parse("203.0.113.7") };
        await host.SignInAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        host.Context = new OperationContext { UserAgent = "curl/8", RemoteAddress = IPAddress.Parse("198.51.100.7") };
        await host.SignInAsync();
        await host.SignInAsync("bob");

        var ada = await host.Get<SessionAnalytics>().ReadSubjectAsync("ada");

        Assert.That(ada.Active, Is.EqualTo(2));
        Assert.That(ada.Devices, Is.EqualTo(new[] { new SessionGroup("Firefox on Windows", 1), new SessionGroup("curl", 1) }));
        Assert.That(ada.Networks.Select(n => n.Name), Is.EqualTo(new[] { "198.51.100.0/24", "203.0.113.0/24" }));
        Assert.That((ada.OldestCreatedAt, ada.LastSeenAt), Is.EqualTo(((DateTimeOffset?)Start, (DateTimeOffset?)(Start + TimeSpan.FromMinutes(1)))));
        Assert.That((await host.Get<SessionAnalytics>().ReadSubjectAsync("nobody")).Active, Is.Zero);
    }

    [Test]
    public async Task CountsThatCouldNotBeWritten_WaitForTheNextTime()
    {
        var store = new FailingStatistics();
        await using var host = await SessionHost.StartAsync(arrange: services => services.AddSingleton<ISessionStatisticsStore>(store));
        await host.SignInAsync();
        Assert.That(async () => await host.Get<SessionTallies>().WriteAsync(default), Throws.TypeOf<StoreUnavailableException>());
        await host.SignInAsync();

        store.IsDown = false;
        await host.Get<SessionTallies>().WriteAsync(default);
        await host.Get<SessionTallies>().WriteAsync(default);

        Assert.That(store.Tallies.Sum(tally => tally.Counts["created"]), Is.EqualTo(2));
    }

    [TestCase(0, 20)]
    [TestCase(745, 20)]
    [TestCase(24, 0)]
    [TestCase(24, 1001)]
    public async Task ArgumentOutOfItsRange_IsNamed(int hours, int top)
    {
        await using var host = await SessionHost.StartAsync();
        Assert.That(async () => await host.Get<SessionAnalytics>().ReadAsync(hours, top), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private sealed class FailingStatistics : ISessionStatisticsStore
    {
        internal bool IsDown { get; set; } = true;

        internal List<SessionTally> Tallies { get; } = [];

        public ValueTask<SessionCensus> CountAsync(CancellationToken cancellationToken) => throw new StoreUnavailableException("test");

        public ValueTask AddAsync(SessionTally tally, CancellationToken cancellationToken)
        {
            if (IsDown)
            {
                throw new StoreUnavailableException("test");
            }

            Tallies.Add(tally);
            return ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlyList<SessionTally>> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<SessionTally>>(Tallies);

        public ValueTask<int> RemoveExpiredAsync(CancellationToken cancellationToken) => ValueTask.FromResult(0);
    }
}
