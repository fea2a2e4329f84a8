using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SecurityKit.Tests;

[TestFixture]
public sealed class StartupTests
{
    private readonly List<string> _order = [];

    [SetUp]
    public void Forget() => _order.Clear();

    [Test]
    public void ProblemsOfAllChecks_AreReportedTogetherAndNothingRuns()
    {
        using var host = Build(services =>
        {
            services.AddSingleton<IStartupCheck>(new Check("Set A to 1."));
            services.AddSingleton<IStartupCheck>(new Check("Set B to 2.", "Set C to 3."));
            services.AddSingleton<IStartupStep>(new Step(_order, "step", 1));
            services.AddSingleton<IHostedService>(new Worker(_order));
        });

        var refusal = Assert.ThrowsAsync<SecurityKitConfigurationException>(() => host.StartAsync());

        Assert.That(refusal!.Problems, Is.EqualTo(new[] { "Set A to 1.", "Set B to 2.", "Set C to 3." }));
        Assert.That(refusal.Message, Does.Contain("1. Set A to 1.").And.Contain("3. Set C to 3."));
        Assert.That(_order, Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Steps_RunInTheirOrderAndBeforeEveryHostedService(bool concurrently)
    {
        using var host = Build(services =>
        {
            services.Configure<HostOptions>(options => options.ServicesStartConcurrently = concurrently);
            services.AddSingleton<IHostedService>(new Worker(_order));
            services.AddSingleton<IStartupStep>(new Step(_order, "third", StartupOrder.Services));
            services.AddSingleton<IStartupStep>(new Step(_order, "first", StartupOrder.Stores));
            services.AddSingleton<IStartupStep>(new Step(_order, "second", StartupOrder.Keys));
        });

        await host.StartAsync();
        await host.StopAsync();

        Assert.That(_order, Is.EqualTo(new[] { "first", "second", "third", "worker" }));
    }

    [Test]
    public void StepThatFails_RefusesTheStart()
    {
        using var host = Build(services =>
        {
            services.AddSingleton<IStartupStep>(new Step(_order, "first", 1, new StoreUnavailableException("SQLite")));
            services.AddSingleton<IStartupStep>(new Step(_order, "second", 2));
            services.AddSingleton<IHostedService>(new Worker(_order));
        });

        Assert.ThrowsAsync<StoreUnavailableException>(() => host.StartAsync());
        Assert.That(_order, Is.EqualTo(new[] { "first" }));
    }

    [Test]
    public void VolatileStores_InProduction_AreRefusedByNameWithTheRemedy()
    {
        using var host = Build(_ => { }, Environments.Production);

        var refusal = Assert.ThrowsAsync<SecurityKitConfigurationException>(() => host.StartAsync());

        Assert.That(refusal!.Message, Does.Contain("ICounterStore").And.Contain("ILeaseStore").And.Contain("IChangeFeed")
            .And.Contain("UseSqlite").And.Contain("SecurityKit:AllowVolatileStoresInProduction"));
    }

    [Test]
    public async Task VolatileStores_InProductionAcceptedByName_AreAllowed()
    {
        using var host = Build(
            services => services.Configure<SecurityKitOptions>(options => options.AllowVolatileStoresInProduction = true), Environments.Production);

        await host.StartAsync();
        await host.StopAsync();
    }

    [Test]
    public async Task VolatileStores_InDevelopment_AreAllowed()
    {
        using var host = Build(_ => { });

        await host.StartAsync();
        await host.StopAsync();
    }

    [Test]
    public void OneVolatileStoreAmongLastingOnes_InProduction_IsTheOnlyOneNamed()
    {
        using var host = Build(
            services =>
            {
                services.AddStore<ICounterStore, LastingCounterStore>(StorePriority.Database);
                services.AddStore<ILeaseStore, LastingLeaseStore>(StorePriority.Database);
            },
            Environments.Production);

        var refusal = Assert.ThrowsAsync<SecurityKitConfigurationException>(() => host.StartAsync());

        Assert.That(refusal!.Message, Does.Contain("IChangeFeed").And.Not.Contain("ICounterStore").And.Not.Contain("ILeaseStore"));
    }

    private static IHost Build(Action<IServiceCollection> configure, string? environment = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { EnvironmentName = environment ?? Environments.Development });
        builder.Services.AddSecurityKit();
        configure(builder.Services);
        return builder.Build();
    }

    private sealed class Check(params string[] problems) : IStartupCheck
    {
        public ValueTask<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<string>>(problems);
    }

    private sealed class Step(List<string> order, string name, int position, Exception? failure = null) : IStartupStep
    {
        public int Order => position;

        public ValueTask RunAsync(CancellationToken cancellationToken)
        {
            order.Add(name);
            return failure is null ? ValueTask.CompletedTask : throw failure;
        }
    }

    private sealed class Worker(List<string> order) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            order.Add("worker");
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
