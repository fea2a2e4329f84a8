using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;
using SecurityKit.Mfa.Tests.Support;
using SecurityKit.Testing;

namespace SecurityKit.Mfa.Tests.Building;

[TestFixture]
public sealed class AddMfaTests
{
    [Test]
    public void The_defaults_are_what_they_say()
    {
        var options = new MfaOptions();
        Assert.Multiple(() =>
        {
            Assert.That(options.Totp.ToParameters(), Is.EqualTo(TotpParameters.Default));
            Assert.That(options.Totp.Tolerance, Is.EqualTo(TotpTolerance.Lenient));
            Assert.That(options.Budgets.Guesses, Is.EqualTo(5));
            Assert.That(options.Budgets.GuessWindow, Is.EqualTo(TimeSpan.FromHours(1)));
            Assert.That(options.Codes.Lifetime, Is.EqualTo(TimeSpan.FromMinutes(10)));
            Assert.That(options.Codes.GuessesPerCode, Is.EqualTo(3));
            Assert.That(options.Policy.RequiredRoles, Is.EqualTo(new[] { "administrator" }));
            Assert.That(options.Policy.EnrollmentGrace, Is.EqualTo(TimeSpan.FromDays(7)));
            Assert.That(options.TrustedDevices.Lifetime, Is.EqualTo(TimeSpan.FromDays(30)));
            Assert.That(options.Passkeys.RelyingPartyId, Is.Null);
            Assert.That(options.Passkeys.Origins, Is.Empty);
            Assert.That(options.Passkeys.PromptLifetime, Is.EqualTo(TimeSpan.FromMinutes(5)));
            Assert.That(options.ChallengeLifetime, Is.EqualTo(TimeSpan.FromMinutes(10)));
            Assert.That(options.StepUpMaxAge, Is.EqualTo(TimeSpan.FromMinutes(10)));
            Assert.That(new MfaOptionsValidator().Validate(null, options).Succeeded);
        });
    }

    [Test]
    public void Every_wrong_option_is_named_with_its_rule_and_fix()
    {
        var options = new MfaOptions
        {
            Issuer = "a:b",
            MaxAuthenticators = 0,
            EnrollmentLifetime = TimeSpan.Zero,
            ChallengeLifetime = TimeSpan.FromHours(1),
            StepUpMaxAge = TimeSpan.FromDays(1),
            Totp = { Digits = 7, Algorithm = (TotpAlgorithm)7, Period = TimeSpan.FromSeconds(1), Tolerance = (TotpTolerance)2 },
            Budgets = { Guesses = 0, GuessWindow = TimeSpan.Zero, GuessesInARow = 1000, Deliveries = 0, DeliveriesPerDestination = 0, DeliveriesPerRange = 0, DeliveryWindow = TimeSpan.Zero },
            Codes = { Lifetime = TimeSpan.FromHours(1), GuessesPerCode = 6, AllowedNumberPrefixes = { "49" } },
            DisabledMethods = { MfaMethod.Totp },
            Policy = { EnrollmentGrace = TimeSpan.FromDays(91) },
            TrustedDevices = { Lifetime = TimeSpan.FromDays(91) },
            Texts = { ["de"] = new MfaTexts { Sms = "kein Code" }, ["fr"] = new MfaTexts { EmailTitle = "{code}" } },
        };
        var failures = new MfaOptionsValidator().Validate(null, options).Failures!.ToArray();
        string[] named =
        [
            ":Issuer must be 1 to 64 characters without a colon", ":Totp:Algorithm must be", ":Totp:Digits must be 6 or 8. Leave it out for 6.",
            ":Totp:Period must be 15 to 300", ":Totp:Tolerance must be", ":Budgets:Guesses must be 1 to 100", ":Budgets:GuessWindow must be",
            ":Budgets:GuessesInARow must be 10 to 100", ":Budgets:Deliveries must be", ":Budgets:DeliveriesPerDestination must be",
            ":Budgets:DeliveriesPerRange must be", ":Budgets:DeliveryWindow must be", ":Codes:Lifetime must be 00:01:00 to 00:10:00",
            ":Codes:GuessesPerCode must be 1 to 5", ":Policy:EnrollmentGrace must be", ":TrustedDevices:Lifetime must be",
            ":Codes:AllowedNumberPrefixes must each be a plus sign", ":DisabledMethods may name Sms and Email only.", ":Texts:de must contain {code}", ":Texts:fr:EmailTitle must not contain {code}",
            ":MaxAuthenticators must be 1 to 50", ":EnrollmentLifetime must be", ":ChallengeLifetime must be", ":StepUpMaxAge must be",
        ];
        Assert.That(failures, Has.Length.EqualTo(named.Length));
        foreach (var name in named)
        {
            Assert.That(failures.Count(f => f.StartsWith("SecurityKit:Mfa" + name, StringComparison.Ordinal)), Is.EqualTo(1), name);
        }
    }

    [Test]
    public void Options_bind_from_configuration_and_the_delegate_has_the_last_word()
    {
        var settings = new Dictionary<string, string?>
        {
            ["SecurityKit:Mfa:Issuer"] = "Configured",
            ["SecurityKit:Mfa:Totp:Digits"] = "8",
            ["SecurityKit:Mfa:Budgets:Guesses"] = "3",
            ["SecurityKit:Mfa:Policy:RequiredRoles:0"] = "auditor",
            ["SecurityKit:Mfa:Texts:de:Sms"] = "{code} ist Ihr Code",
            ["SecurityKit:Mfa:Codes:AllowedNumberPrefixes:0"] = "+49",
        };
        var services = Services();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddSecurityKit().AddMfa(o => o.Issuer = "Code");
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptions<MfaOptions>>().Value;
        Assert.Multiple(() =>
        {
            Assert.That(options.Issuer, Is.EqualTo("Code"));
            Assert.That(options.Totp.Digits, Is.EqualTo(8));
            Assert.That(options.Budgets.Guesses, Is.EqualTo(3));
            Assert.That(options.Policy.RequiredRoles, Is.EquivalentTo(new[] { "administrator", "auditor" }));
            Assert.That(options.Texts["de"].Sms, Is.EqualTo("{code} ist Ihr Code"));
            Assert.That(options.Texts["de"].EmailTitle, Is.EqualTo("Your {issuer} code"));
            Assert.That(options.Codes.AllowedNumberPrefixes, Is.EqualTo(new[] { "+49" }));
        });
    }

    [Test]
    public void Adding_twice_changes_nothing_and_the_order_of_calls_does_not_matter()
    {
        var once = Services();
        once.AddSecurityKit().AddMfa();
        var twice = Services();
        twice.AddSecurityKit().AddMfa().AddMfa();
        Assert.That(
            twice.Where(d => d.ServiceType.Namespace == "SecurityKit.Mfa" || d.ServiceType == typeof(ISecurityEventSink)).Select(d => d.ServiceType),
            Is.EqualTo(once.Where(d => d.ServiceType.Namespace == "SecurityKit.Mfa" || d.ServiceType == typeof(ISecurityEventSink)).Select(d => d.ServiceType)));

        var before = new ServiceCollection();
        before.AddSecurityKit().AddMfa();
        before.AddSingleton<IEncryptor>(new FixedKeyEncryptor(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)));
        before.AddSingleton<IKeyedHasher>(new TestKeyedHasher());
        using var provider = before.BuildServiceProvider(validateScopes: true);
        Assert.That(provider.GetRequiredService<MfaManager>(), Is.SameAs(provider.GetRequiredService<MfaManager>()));
    }

    private static ServiceCollection Services()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IEncryptor>(new FixedKeyEncryptor(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)));
        services.AddSingleton<IKeyedHasher>(new TestKeyedHasher());
        return services;
    }
}
