using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
}
