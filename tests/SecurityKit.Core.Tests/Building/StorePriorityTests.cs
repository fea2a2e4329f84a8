using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SecurityKit.Tests;

[TestFixture]
public sealed class StorePriorityTests
{
    private static readonly Action<IServiceCollection> Defaults = services => services.AddSecurityKit();

    private static readonly Action<IServiceCollection> Database =
        services => services.AddStore<ICounterStore, DatabaseStore>(StorePriority.Database);

    private static readonly Action<IServiceCollection> Distributed =
        services => services.AddStore<ICounterStore>(StorePriority.Distributed, _ => new DistributedStore());

    private static IEnumerable<Action<IServiceCollection>[]> Orders()
    {
        yield return [Defaults, Database, Distributed];
        yield return [Defaults, Distributed, Database];
        yield return [Database, Defaults, Distributed];
        yield return [Database, Distributed, Defaults];
        yield return [Distributed, Defaults, Database];
        yield return [Distributed, Database, Defaults];
    }

    [TestCaseSource(nameof(Orders))]
    public void HighestPriority_WinsInEveryOrderOfCalls(Action<IServiceCollection>[] calls)
    {
        var services = new ServiceCollection();
        foreach (var call in calls.Concat(calls))
        {
            call(services);
        }

        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetServices<ICounterStore>().Single(), Is.TypeOf<DistributedStore>());
    }

    [Test]
    public void StoreThatTheHostRegisteredItself_Stays()
    {
        var services = new ServiceCollection();
        services.AddSingleton<ICounterStore, HostStore>();
        Defaults(services);
        Distributed(services);
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetServices<ICounterStore>().Single(), Is.TypeOf<HostStore>());
    }

    [Test]
    public void StoreThatTheHostRegistersAfterwards_Wins()
    {
        var services = new ServiceCollection();
        Defaults(services);
        Distributed(services);
        services.AddSingleton<ICounterStore, HostStore>();
        Database(services);
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<ICounterStore>(), Is.TypeOf<HostStore>());
    }

    [Test]
    public void AddSecurityKit_CalledTwice_AddsNothingTwice()
    {
        var once = new ServiceCollection();
        once.AddSecurityKit();
        var twice = new ServiceCollection();
        twice.AddSecurityKit();
        twice.AddSecurityKit(kit => kit.Services.TryAddSingleton(TimeProvider.System));

        static IEnumerable<string> KitServices(IServiceCollection services) => services
            .Where(d => d.ServiceType.Namespace is "SecurityKit" or "Microsoft.Extensions.Hosting")
            .Select(d => $"{d.ServiceType} {d.ImplementationType}");

        Assert.That(KitServices(twice), Is.EquivalentTo(KitServices(once)));
    }

    [Test]
    public void StoreOfOneContainer_IsNotSharedWithAnother()
    {
        var services = new ServiceCollection();
        Defaults(services);
        using var one = services.BuildServiceProvider();
        using var other = services.BuildServiceProvider();

        Assert.That(one.GetRequiredService<ICounterStore>(), Is.Not.SameAs(other.GetRequiredService<ICounterStore>()));
    }

    private abstract class Store : ICounterStore
    {
        public ValueTask<CounterDecision> TryTakeAsync(CounterKey key, CounterLimit limit, int permits, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask GiveBackAsync(CounterKey key, int permits, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask ResetAsync(CounterKey key, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class DatabaseStore : Store;

    private sealed class DistributedStore : Store;

    private sealed class HostStore : Store;
}
