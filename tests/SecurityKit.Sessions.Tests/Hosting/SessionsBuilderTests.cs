using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class SessionsBuilderTests
{
    [Test]
    public void Defaults_AreTheStatedOnes()
    {
        var options = new SessionOptions();
        Assert.Multiple(() =>
        {
            Assert.That(options.IdleTimeout, Is.EqualTo(TimeSpan.FromMinutes(30)));
            Assert.That(options.AbsoluteLifetime, Is.EqualTo(TimeSpan.FromHours(24)));
            Assert.That(options.MaxSessionsPerSubject, Is.EqualTo(10));
            Assert.That(options.WhenLimitReached, Is.EqualTo(SessionLimitAction.EvictOldest));
            Assert.That(options.Tokens.AccessTokenLifetime, Is.EqualTo(TimeSpan.FromMinutes(30)));
            Assert.That(options.Tokens.RefreshTokenLifetime, Is.EqualTo(TimeSpan.FromDays(7)));
            Assert.That(options.Tokens.RefreshLeeway, Is.EqualTo(TimeSpan.FromSeconds(10)));
            Assert.That(options.Tokens.AcceptUncheckedWhenStoreIsUnavailable, Is.False);
            Assert.That(new SessionOptionsValidator().Validate(null, options).Succeeded, Is.True);
        });
    }

    [Test]
    public void WrongOptions_AreNamedWithTheRange()
    {
        var options = new SessionOptions
        {
            IdleTimeout = TimeSpan.FromDays(2),
            MaxSessionsPerSubject = 0,
            TouchInterval = TimeSpan.Zero,
            WhenLimitReached = (SessionLimitAction)9,
            Tokens = new TokenOptions { Issuer = " ", RefreshLeeway = TimeSpan.FromHours(1) },
        };

        var failures = new SessionOptionsValidator().Validate(null, options).Failures!.ToList();

        Assert.That(failures, Is.EqualTo(new[]
        {
            "SecurityKit:Sessions:IdleTimeout is 2.00:00:00. Set it to 00:01:00 to 1.00:00:00.",
            "SecurityKit:Sessions:TouchInterval is 00:00:00. Set it to 00:00:01 to 1.00:00:00.",
            "SecurityKit:Sessions:MaxSessionsPerSubject is 0. Set it to 1 to 1000.",
            "SecurityKit:Sessions:WhenLimitReached is not a known action. Write EvictOldest or Refuse.",
            "SecurityKit:Sessions:Tokens:Issuer is empty. Set it to a name or URL that stands for this host.",
            "SecurityKit:Sessions:Tokens:RefreshLeeway is 01:00:00. Set it to 00:00:00 to 00:01:00.",
        }));
    }

    [Test]
    public void Options_BindFromConfiguration_AndCodeHasTheLastWord()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SecurityKit:Sessions:MaxSessionsPerSubject"] = "3",
            ["SecurityKit:Sessions:Tokens:Issuer"] = "https://id.example",
            ["SecurityKit:Sessions:IdleTimeout"] = "00:10:00",
        }).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddSecurityKit().AddSessions(o => o.IdleTimeout = TimeSpan.FromMinutes(5));

        var options = services.BuildServiceProvider().GetRequiredService<IOptions<SessionOptions>>().Value;

        Assert.That(
            (options.MaxSessionsPerSubject, options.Tokens.Issuer, options.IdleTimeout), Is.EqualTo((3, "https://id.example", TimeSpan.FromMinutes(5))));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task RepeatedCallsInAnyOrder_RegisterEverythingOnce(bool sessionsFirst)
    {
        var services = new ServiceCollection();
        var kit = services.AddSecurityKit();
        _ = sessionsFirst ? kit.AddSessions().AddTestCrypto().AddSessions() : kit.AddTestCrypto().AddSessions().AddSessions();
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        Assert.That(provider.GetServices<ISecurityEventSink>().Count(s => s is SessionRevocationSink), Is.EqualTo(1));
        Assert.That(provider.GetServices<Microsoft.Extensions.Hosting.IHostedService>().Count(s => s is SessionCleaner), Is.EqualTo(1));
        Assert.That(provider.GetRequiredService<TokenValidator>(), Is.Not.Null);
    }
}
