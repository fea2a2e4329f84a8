using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Pipeline;

/// <summary>A pipeline in which something stands in the wrong place does not start.</summary>
[TestFixture]
public sealed class PipelineOrderTests
{
    [Test]
    public void WithoutUseSecurityKit_TheHostDoesNotStart() =>
        AssertRefused(app => app.MapSecurityKit(KitHost.Prefix), "app.UseSecurityKit() was not");

    [Test]
    public void UseAuthentication_BeforeUseSecurityKit_IsRefused() =>
        AssertRefused(
            app =>
            {
                app.UseAuthentication();
                app.UseSecurityKit();
            },
            "Remove UseAuthentication()");

    [Test]
    public void UseAuthorization_BeforeUseSecurityKit_IsRefused() =>
        AssertRefused(
            app =>
            {
                app.UseAuthorization();
                app.UseSecurityKit();
            },
            "Remove UseAuthorization()");

    [Test]
    public void UseSecurityKit_Twice_IsRefused() =>
        AssertRefused(
            app =>
            {
                app.UseSecurityKit();
                app.UseSecurityKit();
            },
            "called twice");

    [Test]
    public void UseSecurityKit_WithoutAddAspNetCore_IsRefused()
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        Assert.That(() => app.UseSecurityKit(), Throws.TypeOf<SecurityKitConfigurationException>().With.Message.Contains("AddAspNetCore()"));
    }

    [Test]
    public void TheFrameworksTrustInEveryForwardedHeader_IsRefused()
    {
        var setup = new KitHostSetup { Settings = new Dictionary<string, string?> { ["ForwardedHeaders_Enabled"] = "true" } };
        Assert.That(() => KitHost.StartAsync(setup), Throws.TypeOf<SecurityKitConfigurationException>().With.Message.Contains("SecurityKit:Proxies:Networks"));
    }

    [TestCase("0.0.0.0/0")]
    [TestCase("not a network")]
    public void TrustingEveryoneAsAProxy_IsRefused(string network)
    {
        var setup = new KitHostSetup { Settings = new Dictionary<string, string?> { ["SecurityKit:Proxies:Networks:0"] = network } };
        Assert.That(() => KitHost.StartAsync(setup), Throws.Exception.With.Message.Contains("SecurityKit:Proxies:Networks"));
    }

    [Test]
    public void ACorsPolicyForEveryoneWithCredentials_IsRefused([Values] bool isNamed)
    {
        var setup = new KitHostSetup
        {
            Services = services => services.AddCors(cors =>
            {
                if (isNamed)
                {
                    cors.AddPolicy("wide", policy => policy.SetIsOriginAllowed(_ => true).AllowCredentials());
                }
                else
                {
                    cors.AddDefaultPolicy(policy => policy.SetIsOriginAllowed(_ => true).AllowCredentials());
                }
            }),
            Pipeline = app =>
            {
                app.UseSecurityKit();
                app.MapGet("/", () => "ok").RequireCors("wide");
            },
        };
        Assert.That(() => KitHost.StartAsync(setup), Throws.TypeOf<SecurityKitConfigurationException>().With.Message.Contains("WithOrigins"));
    }

    [Test]
    public void ACorsPolicyForOriginsOfAKind_WithCredentials_IsRefused()
    {
        AssertRefused(policy => policy.SetIsOriginAllowed(origin => origin.StartsWith("https://", StringComparison.Ordinal)).AllowCredentials());
        AssertRefused(policy => policy.SetIsOriginAllowed(origin => new Uri(origin).Scheme == "http").AllowCredentials());
        AssertRefused(policy => policy.WithOrigins("null").AllowCredentials());

        static void AssertRefused(Action<CorsPolicyBuilder> configure) => Assert.That(
            () => KitHost.StartAsync(new KitHostSetup { Services = services => services.AddCors(cors => cors.AddDefaultPolicy(configure)) }),
            Throws.TypeOf<SecurityKitConfigurationException>().With.Message.Contains("WithOrigins"));
    }

    [Test]
    public async Task ACorsPolicyThatAsksTheHostsOwnList_IsTaken_EvenIfItCannotReadEveryOrigin()
    {
        await using var host = await KitHost.StartAsync(new KitHostSetup
        {
            Services = services => services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.SetIsOriginAllowed(origin => new Uri(origin).Host == "contoso.example").AllowCredentials())),
        });
        using var client = host.Client();

        (await client.SendAsync(HttpMethod.Get, KitHost.Prefix + "/health")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public void CallsMayComeInAnyOrder_AndTwice() => Assert.DoesNotThrow(() =>
    {
        var services = new ServiceCollection();
        services.AddSecurityKit().AddAspNetCore().AddSessions().AddAspNetCore().AddIdentity().AddMfa().AddCrypto().AddAspNetCore();
        Assert.That(services.Count(d => d.ServiceType == typeof(SignInFlow)), Is.EqualTo(1));
    });

    private static void AssertRefused(Action<WebApplication> pipeline, string fix) =>
        Assert.That(
            () => KitHost.StartAsync(new KitHostSetup { Pipeline = pipeline }),
            Throws.TypeOf<SecurityKitConfigurationException>().With.Message.Contains(fix));
}
