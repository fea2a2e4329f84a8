using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

/// <summary>Mails wait in memory: at the host's stop they are sent, and what is lost is never lost in silence.</summary>
[CancelAfter(60_000)]
public sealed class AccountMailQueueTests
{
    private GatedSender _sender = null!;
    private IdentityHost _host = null!;
    private MailCounts _counts = null!;

    private AccountMailQueue Queue => _host.Get<AccountMailQueue>();

    [SetUp]
    public void Start()
    {
        _sender = new GatedSender();
        _host = new IdentityHost(build: kit => kit.Services.AddMetrics().AddSingleton<IMessageSender>(_sender));
        _counts = new MailCounts(_host.Get<IMeterFactory>());
    }

    [TearDown]
    public async Task StopAsync()
    {
        _counts.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task AtTheStop_WhatWaits_IsSent()
    {
        await RegisterThreeAsync();
        await Queue.StartAsync(default);
        await _sender.Entered;
        var stopped = Queue.StopAsync(default);
        Assert.That(stopped.IsCompleted, Is.False, "the carrier has not taken the first one yet");

        _sender.Open();
        await stopped;

        Assert.That(_sender.Sent, Has.Count.EqualTo(3));
        Assert.That(_counts.Of("sent"), Is.EqualTo(3));
        Assert.That(_host.EventsOf(IdentityEventTypes.MailFailed), Is.Empty);
    }

    [Test]
    public async Task ACarrierThatHangs_HoldsTheStopForTheDrainTimeOnly_AndEveryMailIsReported()
    {
        var subjects = await RegisterThreeAsync();
        await Queue.StartAsync(default);
        await _sender.Entered;
        var stopped = Queue.StopAsync(default);

        _host.Clock.Advance(AccountMailQueue.DrainTime);
        await stopped;

        var lost = _host.EventsOf(IdentityEventTypes.MailFailed);
        Assert.That(lost.Select(e => e.Reason), Is.EqualTo(new[] { "stopped", "stopped", "stopped" }));
        Assert.That(lost.Select(e => e.Subject), Is.EquivalentTo(subjects));
        Assert.That(lost.Select(e => e.Data["kind"]), Is.All.EqualTo("ConfirmEmail"));
        Assert.That(lost.SelectMany(e => e.Data.Values), Has.None.Contains("@"));
        Assert.That(_counts.Of("stopped"), Is.EqualTo(3));
    }

    [Test]
    public async Task AHostThatIsDisposedOfWithoutAStop_ReportsWhatWaited()
    {
        await RegisterThreeAsync();
        await Queue.StartAsync(default);
        await _sender.Entered;

        Queue.Dispose();
        await Queue.ExecuteTask!;

        Assert.That(_host.EventsOf(IdentityEventTypes.MailFailed), Has.Count.EqualTo(3));
        Assert.That(_counts.Of("stopped"), Is.EqualTo(3));
    }

    [Test]
    public async Task AFullQueue_TakesNoMore_AndTellsHowManyWereLost()
    {
        for (var i = 0; i < AccountMailQueue.Capacity + 7; i++)
        {
            _host.Accounts.RequestPasswordReset("nobody@example.com");
        }

        Assert.That(_counts.Of("queue_full"), Is.EqualTo(7), "counted at once");
        await Queue.DrainAsync(default);

        var lost = _host.EventsOf(IdentityEventTypes.MailFailed).Single();
        Assert.That((lost.Reason, lost.Data["count"], lost.Subject), Is.EqualTo(("queue_full", "7", (string?)null)));
        Assert.That(_counts.Of("not_due"), Is.EqualTo(AccountMailQueue.Capacity));
    }

    [Test]
    public async Task AMailAskedForAfterTheStop_IsReported()
    {
        await Queue.StartAsync(default);
        await Queue.StopAsync(default);

        _host.Accounts.RequestPasswordReset("alice@example.com");

        Assert.That(_counts.Of("stopped"), Is.EqualTo(1));
    }

    [Test]
    public async Task AMailThatTheCarrierRefuses_IsReported_AndTheNextOneGoes()
    {
        _sender.Open();
        _sender.Fails = true;
        await _host.RegisterConfirmedAsync();
        _host.Accounts.RequestPasswordReset("alice@example.com");
        await Queue.DrainAsync(default);
        Assert.That(_host.EventsOf(IdentityEventTypes.MailFailed).Single().Reason, Is.EqualTo("not_sent"));
        Assert.That(_counts.Of("not_sent"), Is.EqualTo(1));

        _sender.Fails = false;
        _host.Accounts.RequestPasswordReset("alice@example.com");
        await Queue.DrainAsync(default);

        Assert.That(_sender.Sent.Single().Purpose, Is.EqualTo("identity.reset"));
    }

    private async Task<string[]> RegisterThreeAsync()
    {
        var subjects = new List<string>();
        foreach (var name in (string[])["alice", "robert", "carol"])
        {
            subjects.Add((await _host.RegisterAsync(name, $"{name}@example.com")).Subject);
        }

        return [.. subjects];
    }
}
