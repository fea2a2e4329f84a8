using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

public sealed class IdentityOptionsTests
{
    [Test]
    public void Defaults_AreTheDocumentedOnes()
    {
        var options = new IdentityOptions();

        Assert.Multiple(() =>
        {
            Assert.That(options.MaxUserNameLength, Is.EqualTo(64));
            Assert.That(options.RequireConfirmedEmail, Is.False);
            Assert.That(options.ResetTokenLifetime, Is.EqualTo(TimeSpan.FromMinutes(30)));
            Assert.That(options.ConfirmationTokenLifetime, Is.EqualTo(TimeSpan.FromDays(3)));
            Assert.That(options.MaxMailsPerHour, Is.EqualTo(5));
            Assert.That(options.EmailRevertLifetime, Is.EqualTo(TimeSpan.FromDays(7)));
            Assert.That(options.ApiKeys.OnPasswordReset, Is.EqualTo(ApiKeyFate.Suspend));
            Assert.That(options.ApiKeys.OnPasswordChange, Is.EqualTo(ApiKeyFate.Keep));
            Assert.That(options.Password.MinLength, Is.EqualTo(12));
            Assert.That(options.Password.MinLengthAsOnlyFactor, Is.EqualTo(15));
            Assert.That(options.Password.MaxLength, Is.EqualTo(128));
            Assert.That(options.Password.History, Is.EqualTo(5));
            Assert.That(options.Password.MaxAge, Is.Null);
            Assert.That(options.Lockout.MaxFailures, Is.EqualTo(5));
            Assert.That(options.Lockout.Window, Is.EqualTo(TimeSpan.FromMinutes(30)));
            Assert.That(options.Lockout.FirstDuration, Is.EqualTo(TimeSpan.FromMinutes(30)));
            Assert.That(options.Lockout.MaxDuration, Is.EqualTo(TimeSpan.FromHours(24)));
            Assert.That(options.Lockout.MaxFailuresPerDay, Is.EqualTo(20));
        });
        Assert.That(new IdentityOptionsValidator().Validate(null, options).Succeeded, Is.True);
    }

    [Test]
    public void Validation_NamesOptionRuleAndFix()
    {
        var options = new IdentityOptions { ResetTokenLifetime = TimeSpan.FromDays(2), ResetUrl = "http://example.com/reset" };
        options.Password.MinLength = 4;
        options.Password.MinLengthAsOnlyFactor = 80;
        options.EmailRevertLifetime = TimeSpan.FromMinutes(1);
        options.ApiKeys.OnPasswordReset = (ApiKeyFate)9;

        var failures = new IdentityOptionsValidator().Validate(null, options).Failures!.ToArray();

        Assert.That(failures, Is.EqualTo(new[]
        {
            "SecurityKit:Identity:ResetTokenLifetime is 2.00:00:00; set it to between 00:05:00 and 1.00:00:00.",
            "SecurityKit:Identity:EmailRevertLifetime is 00:01:00; set it to between 01:00:00 and 30.00:00:00.",
            "SecurityKit:Identity:ResetUrl must be an https address (http on loopback only) with {token} in it, such as https://example.com/reset#{token}.",
            "SecurityKit:Identity:Password:MinLength is 4; set it to between 8 and 64.",
            "SecurityKit:Identity:Password:MinLengthAsOnlyFactor is 80; set it to between 8 and 64.",
            "SecurityKit:Identity:ApiKeys:OnPasswordReset must be Keep, Suspend or Revoke.",
        }));
    }

    [Test]
    public void Options_BindFromConfiguration()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SecurityKit:Identity:Password:MinLength"] = "15",
            ["SecurityKit:Identity:Lockout:MaxFailures"] = "3",
            ["SecurityKit:Identity:ApiKeys:OnPasswordReset"] = "Revoke",
            ["SecurityKit:Identity:Password:ForbiddenWords:0"] = "Contoso",
        }).Build());
        services.AddSecurityKit().AddIdentity().AddIdentity();
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<IdentityOptions>>().Value;

        Assert.That(options.Password.MinLength, Is.EqualTo(15));
        Assert.That(options.Lockout.MaxFailures, Is.EqualTo(3));
        Assert.That(options.ApiKeys.OnPasswordReset, Is.EqualTo(ApiKeyFate.Revoke));
        Assert.That(options.Password.ForbiddenWords, Is.EqualTo(new[] { "Contoso" }));
    }

    [Test]
    public async Task RequireConfirmedEmail_WithoutASender_StopsTheStart()
    {
        await using var host = new IdentityHost(o => o.RequireConfirmedEmail = true, canSendMail: false);
        var checks = host.Get<IEnumerable<IStartupCheck>>().OfType<ConfirmedEmailStartupCheck>();

        var problems = await checks.Single().CheckAsync(default);

        Assert.That(problems.Single(), Does.StartWith("SecurityKit:Identity:RequireConfirmedEmail").And.Contain("AddSmtpSender"));
    }
}
