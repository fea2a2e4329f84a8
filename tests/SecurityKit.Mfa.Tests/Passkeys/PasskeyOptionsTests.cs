using Microsoft.Extensions.Options;

namespace SecurityKit.Mfa.Tests.Passkeys;

[TestFixture]
public sealed class PasskeyOptionsTests
{
    [TestCase("example.com", "https://example.com", true)]
    [TestCase("example.com", "https://www.example.com", false)]
    [TestCase("example.com", "https://example.com:8443", false)]
    [TestCase("example.com", "http://example.com", false)]
    [TestCase("example.com", "https://example.com/", false)]
    [TestCase("example.com", "https://evilexample.com", false)]
    [TestCase("example.com", "null", false)]
    [TestCase("example.com", null, false)]
    [TestCase("localhost", "http://localhost:5080", true)]
    [TestCase("localhost", "https://localhost", true)]
    [TestCase("localhost", "http://evil.localhost", false)]
    [TestCase("localhost", "https://evil.localhost", false)]
    [TestCase("localhost", "http://127.0.0.1:5080", false)]
    public void Without_named_origins_the_domain_itself_is_the_only_one(string domain, string? origin, bool isAllowed) =>
        Assert.That(new PasskeyOptions { RelyingPartyId = domain }.Allows(origin), Is.EqualTo(isAllowed));

    [Test]
    public void Named_origins_are_the_only_ones()
    {
        var options = new PasskeyOptions { RelyingPartyId = "example.com", Origins = { "https://login.example.com:8443" } };
        Assert.Multiple(() =>
        {
            Assert.That(options.Allows("https://login.example.com:8443"), Is.True);
            Assert.That(options.Allows("https://login.example.com"), Is.False);
            Assert.That(options.Allows("https://example.com"), Is.False);
        });
    }

    [TestCase("127.0.0.1", null)]
    [TestCase("https://example.com", null)]
    [TestCase("Example.com", null)]
    [TestCase("example.com:443", null)]
    [TestCase("", null)]
    [TestCase("example.com", "https://example.org")]
    [TestCase("example.com", "https://notexample.com")]
    [TestCase("example.com", "http://example.com")]
    [TestCase("example.com", "https://example.com/sign-in")]
    [TestCase(null, "https://example.com")]
    public void What_browsers_would_refuse_is_refused_at_start(string? domain, string? origin)
    {
        var options = new MfaOptions();
        options.Passkeys.RelyingPartyId = domain;
        if (origin is not null)
        {
            options.Passkeys.Origins.Add(origin);
        }

        var result = new MfaOptionsValidator().Validate(Options.DefaultName, options);
        Assert.That(result.Failed, Is.True);
        Assert.That(result.FailureMessage, Does.Contain("SecurityKit:Mfa:Passkeys:"));
    }

    [Test]
    public void A_domain_and_origins_below_it_are_taken()
    {
        var options = new MfaOptions { Passkeys = { RelyingPartyId = "example.com", Origins = { "https://login.example.com", "https://example.com:8443" } } };
        Assert.That(new MfaOptionsValidator().Validate(Options.DefaultName, options).Succeeded, Is.True);
    }

    [Test]
    public async Task Without_a_web_part_there_are_no_passkeys()
    {
        await using var host = new Support.MfaHost(o => o.Passkeys.RelyingPartyId = "example.com");
        var passkeys = host.Get<PasskeyManager>();
        Assert.Multiple(async () =>
        {
            Assert.That(passkeys.IsAvailable, Is.False);
            Assert.That(await passkeys.BeginSignInAsync(null), Is.InstanceOf<PasskeyStart.Unavailable>());
            Assert.That(await passkeys.BeginRegistrationAsync("ada", "ada", null), Is.InstanceOf<PasskeyStart.Unavailable>());
            Assert.That(await passkeys.VerifySignInAsync("{}", null), Is.InstanceOf<MfaVerification.Invalid>());
        });
    }
}
