using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.Tests;

[TestFixture]
public sealed class KitOptionsTests
{
    [Test]
    public void Defaults_AreTheStatedOnes() => Assert.That(new SecurityKitOptions().AllowVolatileStoresInProduction, Is.False);

    [Test]
    public void WithoutConfiguration_DefaultsHold()
    {
        using var services = new ServiceCollection().AddSecurityKit().Services.BuildServiceProvider();

        Assert.That(services.GetRequiredService<IOptions<SecurityKitOptions>>().Value.AllowVolatileStoresInProduction, Is.False);
    }

    [Test]
    public void Section_IsBoundAndFollowed()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("SecurityKit:AllowVolatileStoresInProduction", "true")]).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSecurityKit();
        services.AddSecurityKit();
        using var provider = services.BuildServiceProvider();
        var monitor = provider.GetRequiredService<IOptionsMonitor<SecurityKitOptions>>();
        Assert.That(monitor.CurrentValue.AllowVolatileStoresInProduction, Is.True);

        configuration["SecurityKit:AllowVolatileStoresInProduction"] = "false";
        configuration.Reload();

        Assert.That(monitor.CurrentValue.AllowVolatileStoresInProduction, Is.False);
    }

    [Test]
    public void CodeAfterTheSection_HasTheLastWord()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection([new("SecurityKit:AllowVolatileStoresInProduction", "true")]).Build());
        services.AddSecurityKit();
        services.Configure<SecurityKitOptions>(options => options.AllowVolatileStoresInProduction = false);
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<IOptions<SecurityKitOptions>>().Value.AllowVolatileStoresInProduction, Is.False);
    }

    [Test]
    public void OptionsThatDoNotValidate_RefuseTheStart()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Services.AddSecurityKit();
        builder.Services.AddSingleton<IValidateOptions<SecurityKitOptions>>(new ValidateOptions<SecurityKitOptions>(null, _ => false, "Not like this."));
        using var host = builder.Build();

        Assert.That(() => host.StartAsync(), Throws.TypeOf<OptionsValidationException>().With.Message.EqualTo("Not like this."));
    }

    [TestCase("1.00:00:00", Description = "outside its range")]
    [TestCase("soon", Description = "no time at all")]
    public void ChangeThatIsNotValid_IsLogged_AndWhatWasInForceStays(string refused)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Sample:Pause", "00:00:05")]).Build();
        var logs = new ListLogger();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging(logging => logging.AddProvider(logs));
        services.AddKitOptions<SampleOptions>("Sample", static (section, options) => section.Bind(options))
            .Validate(options => options.Pause < TimeSpan.FromMinutes(1), "Sample:Pause must be less than a minute.");
        using var provider = services.BuildServiceProvider();
        var monitor = provider.GetRequiredService<IOptionsMonitor<SampleOptions>>();
        var told = new List<TimeSpan>();
        using var listening = monitor.OnChange(options => told.Add(options.Pause));
        Assert.That(monitor.CurrentValue.Pause, Is.EqualTo(TimeSpan.FromSeconds(5)));

        Change(refused);

        Assert.That(monitor.CurrentValue.Pause, Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(told, Is.Empty);
        Assert.That(logs.Entries.Select(entry => entry.Text), Has.Exactly(1).Contains("SampleOptions stay as they were"));

        Change("00:00:07");
        Assert.That(monitor.CurrentValue.Pause, Is.EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That(told, Is.EqualTo(new[] { TimeSpan.FromSeconds(7) }));

        listening!.Dispose();
        Change("00:00:09");
        Assert.That(monitor.CurrentValue.Pause, Is.EqualTo(TimeSpan.FromSeconds(9)));
        Assert.That(told, Has.Count.EqualTo(1));

        void Change(string value)
        {
            configuration["Sample:Pause"] = value;
            configuration.Reload();
        }
    }

    [Test]
    public void FirstValuesThatAreNotValid_AreRefused_AndAreReadOnceTheyAre()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Sample:Pause", "1.00:00:00")]).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging();
        services.AddKitOptions<SampleOptions>("Sample", static (section, options) => section.Bind(options))
            .Validate(options => options.Pause < TimeSpan.FromMinutes(1), "Sample:Pause must be less than a minute.");
        using var provider = services.BuildServiceProvider();
        var monitor = provider.GetRequiredService<IOptionsMonitor<SampleOptions>>();
        Assert.That(() => monitor.CurrentValue, Throws.TypeOf<OptionsValidationException>());

        configuration["Sample:Pause"] = "00:00:03";

        Assert.That(monitor.CurrentValue.Pause, Is.EqualTo(TimeSpan.FromSeconds(3)));
    }

    private sealed class SampleOptions
    {
        public TimeSpan Pause { get; set; }
    }
}
