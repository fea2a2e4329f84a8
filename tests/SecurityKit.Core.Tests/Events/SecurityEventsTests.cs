using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecurityKit.Testing;

namespace SecurityKit.Tests;

[TestFixture]
public sealed class SecurityEventsTests
{
    private readonly List<(string Sink, SecurityEvent Event)> _seen = [];
    private readonly ManualClock _clock = new();

    private static SecurityEvent Event => new() { Type = "test.happened", Outcome = SecurityEventOutcome.Success };

    [SetUp]
    public void Forget() => _seen.Clear();

    [Test]
    public async Task Raise_GivesTheEventToSinksStageByStageWhateverTheirOrder()
    {
        await using var services = Build(
            Sink("observe", SecurityEventStage.Observe), Sink("react", SecurityEventStage.React), Sink("record", SecurityEventStage.Record));

        await services.GetRequiredService<ISecurityEvents>().RaiseAsync(Event);

        Assert.That(_seen.Select(s => s.Sink), Is.EqualTo(new[] { "record", "react", "observe" }));
    }

    [TestCase(SecurityEventStage.Record)]
    [TestCase(SecurityEventStage.React)]
    public async Task SinkThatFailsBeforeTheLastStage_FailsTheOperation_AndKeepsNoOtherFromTheEvent(SecurityEventStage stage)
    {
        await using var services = Build(
            Sink("failing", stage, new InvalidOperationException("disk full")), Sink("reacting", SecurityEventStage.React), Sink("later", SecurityEventStage.Observe));

        Assert.That(
            async () => await services.GetRequiredService<ISecurityEvents>().RaiseAsync(Event),
            Throws.InvalidOperationException.With.Message.EqualTo("disk full"));
        Assert.That(_seen.Select(s => s.Sink), Is.EqualTo(new[] { "failing", "reacting", "later" }));
    }

    [Test]
    public async Task SeveralSinksThatFail_AreAnOutageWhereOneIs_AndNoneIsForgotten()
    {
        await using var services = Build(
            Sink("one", SecurityEventStage.Record, new InvalidOperationException("disk full")), Sink("two", SecurityEventStage.React, new StoreUnavailableException("Redis")));
        await using var others = Build(
            Sink("one", SecurityEventStage.Record, new InvalidOperationException("disk full")), Sink("two", SecurityEventStage.React, new InvalidOperationException("boom")));

        var outage = Assert.ThrowsAsync<StoreUnavailableException>(async () => await services.GetRequiredService<ISecurityEvents>().RaiseAsync(Event))!;
        var defects = Assert.ThrowsAsync<AggregateException>(async () => await others.GetRequiredService<ISecurityEvents>().RaiseAsync(Event))!;

        Assert.That(outage.Store, Is.EqualTo("Redis"));
        Assert.That(((AggregateException)outage.InnerException!).InnerExceptions, Has.Count.EqualTo(2));
        Assert.That(defects.InnerExceptions, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task WhoeverHangsUp_KeepsNoEventFromItsSinks()
    {
        await using var services = Build(
            Sink("record", SecurityEventStage.Record), Sink("react", SecurityEventStage.React), Sink("observe", SecurityEventStage.Observe));

        await services.GetRequiredService<ISecurityEvents>().RaiseAsync(Event, new CancellationToken(canceled: true));

        Assert.That(_seen.Select(s => s.Sink), Is.EqualTo(new[] { "record", "react", "observe" }));
    }

    [Test]
    public async Task ObserverThatFails_IsLoggedAndHindersNobody()
    {
        var log = new ListLogger();
        await using var services = Build(
            [Sink("failing", SecurityEventStage.Observe, new InvalidOperationException("boom")), Sink("later", SecurityEventStage.Observe)], log);

        await services.GetRequiredService<ISecurityEvents>().RaiseAsync(Event);

        Assert.That(_seen.Select(s => s.Sink), Is.EqualTo(new[] { "failing", "later" }));
        Assert.That(log.Entries, Has.Some.Matches<(int Id, string Text)>(entry => entry.Id == 1001 && entry.Text.Contains("RecordingSink")));
    }

    [Test]
    public async Task Raise_FillsInIdTimeAndWhatTheOperationKnows()
    {
        await using var services = Build(Sink("one", SecurityEventStage.Record));
        services.GetRequiredService<IOperationContextAccessor>().Current = new OperationContext
        {
            Actor = "admin", RemoteAddress = IPAddress.Parse("203.0.113.77"), CorrelationId = "r-1",
        };

        await services.GetRequiredService<ISecurityEvents>().RaiseAsync(Event);
        await services.GetRequiredService<ISecurityEvents>().RaiseAsync(Event);

        var (first, second) = (_seen[0].Event, _seen[1].Event);
        Assert.That((first.Time, first.Actor, first.Source, first.CorrelationId), Is.EqualTo((_clock.GetUtcNow(), "admin", "203.0.113.0/24", "r-1")));
        Assert.That((first.Id.Version, first.Id), Is.EqualTo((7, first.Id)).And.Not.EqualTo((7, second.Id)));
    }

    [Test]
    public async Task Raise_KeepsWhatTheEventSaysItself()
    {
        await using var services = Build(Sink("one", SecurityEventStage.Record));
        services.GetRequiredService<IOperationContextAccessor>().Current = new OperationContext { Actor = "admin", CorrelationId = "r-1" };

        await services.GetRequiredService<ISecurityEvents>().RaiseAsync(Event with { Actor = "system", Source = "10.0.0.0/24", CorrelationId = "r-2" });

        Assert.That((_seen[0].Event.Actor, _seen[0].Event.Source, _seen[0].Event.CorrelationId), Is.EqualTo(("system", "10.0.0.0/24", "r-2")));
    }

    [Test]
    public async Task Log_HoldsTheNetworkAndNeverTheAddress()
    {
        var log = new ListLogger();
        await using var services = Build([], log);
        services.GetRequiredService<IOperationContextAccessor>().Current = new OperationContext { RemoteAddress = IPAddress.Parse("203.0.113.77") };

        await services.GetRequiredService<ISecurityEvents>().RaiseAsync(Event);

        Assert.That(log.Entries, Has.One.Matches<(int Id, string Text)>(entry => entry.Id == 1000 && entry.Text.Contains("203.0.113.0/24")));
        Assert.That(log.Entries.Select(entry => entry.Text), Has.None.Contains("203.0.113.77"));
    }

    [Test]
    public async Task Sink_MayItselfNeedTheEvents()
    {
        await using var services = Build(provider => new NeedsEvents(provider.GetRequiredService<ISecurityEvents>()));

        Assert.DoesNotThrowAsync(async () => await services.GetRequiredService<ISecurityEvents>().RaiseAsync(Event));
    }

    private Func<IServiceProvider, ISecurityEventSink> Sink(string name, SecurityEventStage stage, Exception? failure = null) =>
        _ => new RecordingSink(name, stage, _seen, failure);

    private ServiceProvider Build(params Func<IServiceProvider, ISecurityEventSink>[] sinks) => Build(sinks, null);

    private ServiceProvider Build(Func<IServiceProvider, ISecurityEventSink>[] sinks, ListLogger? log)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSecurityKit();
        if (log is not null)
        {
            services.AddLogging(logging => logging.AddProvider(log));
        }

        foreach (var sink in sinks)
        {
            services.AddSingleton(sink);
        }

        return services.BuildServiceProvider();
    }

    private sealed class NeedsEvents(ISecurityEvents events) : ISecurityEventSink
    {
        public SecurityEventStage Stage => events is null ? SecurityEventStage.Record : SecurityEventStage.React;

        public ValueTask WriteAsync(SecurityEvent securityEvent, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
