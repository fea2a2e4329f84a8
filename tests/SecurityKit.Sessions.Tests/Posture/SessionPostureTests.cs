using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class SessionPostureTests
{
    [TestCase(30, 24, PostureStatus.Passed)]
    [TestCase(60, 24, PostureStatus.Passed)]
    [TestCase(61, 24, PostureStatus.Partial)]
    [TestCase(30, 25, PostureStatus.Partial)]
    [TestCase(61, 25, PostureStatus.Failed)]
    public async Task Timeouts_AreRatedByTheirLength(int idleMinutes, int lifeHours, PostureStatus expected) =>
        Assert.That(await StatusOfAsync("sessions.timeouts", o =>
        {
            o.IdleTimeout = TimeSpan.FromMinutes(idleMinutes);
            o.AbsoluteLifetime = TimeSpan.FromHours(lifeHours);
        }), Is.EqualTo(expected));

    [TestCase(false, PostureStatus.Passed)]
    [TestCase(true, PostureStatus.Failed)]
    public async Task OpenOutageRule_Fails(bool isOpen, PostureStatus expected) =>
        Assert.That(await StatusOfAsync("sessions.outage", o => o.Tokens.AcceptUncheckedWhenStoreIsUnavailable = isOpen), Is.EqualTo(expected));

    [Test]
    public async Task StoreInMemoryOrOutOfReach_Fails_AndALastingOnePasses()
    {
        Assert.That(await StatusOfAsync("sessions.store"), Is.EqualTo(PostureStatus.Failed));
        Assert.That(
            await StatusOfAsync("sessions.store", arrange: s => s.AddSingleton<ISessionStore, UnavailableSessionStore>()), Is.EqualTo(PostureStatus.Failed));
        Assert.That(
            (await new SessionStorePostureCheck(new LastingStore()).CheckAsync(default)).Status, Is.EqualTo(PostureStatus.Passed));
    }

    private static async Task<PostureStatus> StatusOfAsync(string id, Action<SessionOptions>? configure = null, Action<IServiceCollection>? arrange = null)
    {
        await using var host = await SessionHost.StartAsync(configure, arrange: arrange);
        var report = await host.Get<PostureEvaluator>().EvaluateAsync();
        return report.Findings.Single(f => f.CheckId == id).Status;
    }

    private sealed class LastingStore : DelegatingSessionStore;
}
