using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

/// <summary>Sessions that have ended are announced one and all, whoever hangs up and whatever fails.</summary>
[TestFixture]
public sealed class AnnouncementTests
{
    [Test]
    public async Task HangingUpAfterSessionsEnded_KeepsNoneOfThemFromBeingAnnounced()
    {
        using var request = new CancellationTokenSource();
        var clock = new ManualClock();
        await using var host = await SessionHost.StartAsync(clock: clock, arrange: services => services.AddSingleton<ISessionStore>(new HangingUpStore(request, clock)));
        await host.SignInAsync();
        await host.SignInAsync();
        var told = Listen(host);

        Assert.That(await host.Sessions.RevokeAllAsync("ada", null, SessionEndReasons.SignedOut, request.Token), Is.EqualTo(2));

        Assert.That(host.Events.Of(SessionEventTypes.Revoked), Has.Count.EqualTo(2));
        Assert.That(told, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task AnEventThatCannotBeKept_KeepsNoOtherSessionFromBeingAnnounced()
    {
        await using var host = await SessionHost.StartAsync(arrange: services => services.AddSingleton<ISecurityEventSink>(new FullTrail()));
        for (var i = 0; i < 3; i++)
        {
            await host.SignInAsync();
        }

        var told = Listen(host);

        Assert.That(async () => await host.Sessions.RevokeAllAsync("ada", null, SessionEndReasons.SignedOut), Throws.TypeOf<StoreUnavailableException>());

        Assert.That(host.Events.Of(SessionEventTypes.Revoked), Has.Count.EqualTo(3));
        Assert.That(told, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task ACallThatIsCancelledBeforeItBegins_EndsNothing()
    {
        await using var host = await SessionHost.StartAsync();
        var grant = await host.SignInAsync();

        Assert.That(
            async () => await host.Sessions.RevokeAllAsync("ada", null, SessionEndReasons.SignedOut, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());

        Assert.That((await host.Sessions.ValidateAsync(grant.Token)).IsValid, Is.True);
    }

    private static List<string> Listen(SessionHost host)
    {
        var told = new List<string>();
        host.Get<IChangeFeed>().Subscribe(SessionChangeTopics.Ended, (notice, _) =>
        {
            told.Add(notice.Key);
            return ValueTask.CompletedTask;
        });
        return told;
    }

    private sealed class HangingUpStore(CancellationTokenSource request, TimeProvider clock) : DelegatingSessionStore(clock)
    {
        public override async ValueTask<IReadOnlyList<Session>> RevokeAllAsync(
            string subject, SessionId? except, DateTimeOffset at, TimeSpan remember, CancellationToken cancellationToken)
        {
            var ended = await base.RevokeAllAsync(subject, except, at, remember, cancellationToken);
            await request.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return ended;
        }
    }

    private sealed class FullTrail : ISecurityEventSink
    {
        public SecurityEventStage Stage => SecurityEventStage.Record;

        public ValueTask WriteAsync(SecurityEvent securityEvent, CancellationToken cancellationToken) =>
            securityEvent.Type == SessionEventTypes.Revoked ? throw new StoreUnavailableException("events") : ValueTask.CompletedTask;
    }
}
