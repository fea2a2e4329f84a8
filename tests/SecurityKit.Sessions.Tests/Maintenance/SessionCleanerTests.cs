using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class SessionCleanerTests
{
    [Test]
    public async Task CleanUp_RunsOnOneNodeAtATime()
    {
        var clock = new ManualClock();
        await using var first = await SessionHost.StartAsync(clock: clock);
        await using var second = await SessionHost.StartAsync(clock: clock, arrange: s => s
            .AddSingleton(first.Get<ISessionStore>()).AddSingleton(first.Get<ILeaseStore>()));
        await first.SignInAsync();
        await first.SignInAsync();
        clock.Advance(TimeSpan.FromHours(1));

        var byFirst = await CleanerOf(first).RunOnceAsync(default);
        var bySecond = await CleanerOf(second).RunOnceAsync(default);
        await second.SignInAsync();
        clock.Advance(TimeSpan.FromHours(1));

        Assert.That((byFirst, bySecond, await CleanerOf(second).RunOnceAsync(default)), Is.EqualTo((2, 0, 1)));
    }

    [Test]
    public async Task CleanUp_GoesOnAfterAFailure()
    {
        var store = new FailingOnce();
        await using var host = await SessionHost.StartAsync(arrange: s => s.AddSingleton<ISessionStore>(store));
        await CleanerOf(host).StartAsync(default);

        await Until.TrueAsync(() =>
        {
            host.Clock.Advance(TimeSpan.FromMinutes(15));
            return store.Runs >= 2;
        });

        await CleanerOf(host).StopAsync(default);
        Assert.That(store.Runs, Is.GreaterThanOrEqualTo(2));
    }

    private static SessionCleaner CleanerOf(SessionHost host) =>
        host.Get<IEnumerable<Microsoft.Extensions.Hosting.IHostedService>>().OfType<SessionCleaner>().Single();

    private sealed class FailingOnce : DelegatingSessionStore
    {
        private int _runs;

        internal int Runs => Volatile.Read(ref _runs);

        public override ValueTask<int> RemoveExpiredAsync(CancellationToken cancellationToken) =>
            Interlocked.Increment(ref _runs) == 1 ? throw new StoreUnavailableException("test") : base.RemoveExpiredAsync(cancellationToken);
    }
}
