using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityKit.Testing;

namespace SecurityKit.Core.Tests.Events;

[TestFixture]
public sealed class SecurityEventRetentionTests
{
    private static readonly SecurityEvent Happening = new() { Type = "test.event", Outcome = SecurityEventOutcome.Success };

    [Test]
    public async Task A_raised_event_is_kept_before_the_call_returns()
    {
        await using var services = Build(new ManualClock());

        await services.GetRequiredService<ISecurityEvents>().RaiseAsync(Happening);

        Assert.That(await KeptAsync(services), Has.Exactly(1).Items);
    }

    [Test]
    public async Task Events_older_than_the_retention_are_forgotten_and_younger_ones_are_not()
    {
        var clock = new ManualClock();
        await using var services = Build(clock);
        var events = services.GetRequiredService<ISecurityEvents>();
        var retention = services.GetServices<IHostedService>().OfType<SecurityEventRetention>().Single();
        await events.RaiseAsync(Happening);
        clock.Advance(TimeSpan.FromDays(365));
        await events.RaiseAsync(Happening);

        await retention.RunOnceAsync(default);
        Assert.That(await KeptAsync(services), Has.Exactly(2).Items, "365 days old is not older than 365 days");

        clock.Advance(TimeSpan.FromDays(1));
        await retention.RunOnceAsync(default);
        Assert.That(await KeptAsync(services), Has.Exactly(1).Items);
    }

    [Test]
    public async Task A_store_that_gives_up_by_itself_does_not_end_the_job()
    {
        var clock = new ManualClock();
        var store = new ImpatientEventStore();
        await using var services = Build(clock, store);
        var retention = services.GetServices<IHostedService>().OfType<SecurityEventRetention>().Single();
        await retention.StartAsync(default);

        await Until.TrueAsync(() =>
        {
            clock.Advance(TimeSpan.FromHours(1));
            return store.Deletions >= 2;
        });

        Assert.That(retention.ExecuteTask!.IsCompleted, Is.False);
        await retention.StopAsync(default);
        Assert.That(retention.ExecuteTask.IsCompletedSuccessfully, Is.True);
    }

    private static ServiceProvider Build(TimeProvider clock, ISecurityEventStore? store = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(clock);
        if (store is not null)
        {
            services.AddSingleton(store);
        }

        services.AddSecurityKit();
        return services.BuildServiceProvider();
    }

    private static async Task<IReadOnlyList<SecurityEvent>> KeptAsync(ServiceProvider services) =>
        await services.GetRequiredService<ISecurityEventStore>().QueryAsync(new SecurityEventQuery(), default);
}
