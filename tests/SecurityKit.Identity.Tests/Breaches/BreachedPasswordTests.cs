using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

public sealed class BreachedPasswordTests
{
    // SHA-1 of "correct-horse-battery-42" by sha1sum.
    private const string Hash = "7BAD04A0EA3A0CB7D70CF58322FA26DB8E0140DB";

    [TestCase(Hash, "17", true)]
    [TestCase(Hash, "0", false, Description = "padding")]
    [TestCase("0123456789012345678901234567890123456789", "17", false)]
    public async Task Register_WithABreachedPassword_IsRefused(string answered, string count, bool isRefused)
    {
        using var server = new RangeServer(_ => (200, $"00D4F6E8FA6EECAD2A3AA415EEC418D38EC:2\r\n{answered[5..]}:{count}\r\n"));
        await using var host = Host(server);

        var outcome = await host.Accounts.RegisterAsync(new RegisterRequest("alice", null, IdentityHost.Password));

        Assert.That(outcome, isRefused ? Is.InstanceOf<RegistrationOutcome.Refused>() : Is.InstanceOf<RegistrationOutcome.Registered>());
        Assert.That(server.Asked, Is.EqualTo(new[] { $"/range/{Hash[..5]}" }), "five digits of the hash, and nothing else, leave the host");
        Assert.That(server.Padding, Is.EqualTo("true"));
    }

    [Test]
    public async Task Register_WhileTheServiceIsDown_GoesByTheOfflineLists()
    {
        using var server = new RangeServer(_ => (503, "busy"));
        await using var host = Host(server);

        Assert.That(await host.Accounts.RegisterAsync(new RegisterRequest("alice", null, IdentityHost.Password)), Is.InstanceOf<RegistrationOutcome.Registered>());
        Assert.That(await host.Accounts.RegisterAsync(new RegisterRequest("bob", null, "passwordpassword")), Is.InstanceOf<RegistrationOutcome.Refused>());
    }

    [Test]
    public async Task Register_WhileTheServiceIsDown_IsRefused_WhereTheHostSaysSo()
    {
        using var server = new RangeServer(_ => (503, "busy"));
        await using var host = Host(server, o => o.RefuseWhenUnavailable = true);

        var outcome = (RegistrationOutcome.Refused)await host.Accounts.RegisterAsync(new RegisterRequest("alice", null, IdentityHost.Password));

        Assert.That(outcome.Problems.Single().Code, Is.EqualTo("cannot_check"));
    }

    [Test]
    public async Task AServiceThatNeverAnswers_IsGivenUp_AtTheTimeLimit()
    {
        IdentityHost? host = null;
        using var server = new RangeServer(_ =>
        {
            host!.Clock.Advance(TimeSpan.FromSeconds(2));
            return null;
        });
        await using (host = Host(server))
        {
            Assert.That(await host.Get<IBreachedPasswords>().FindAsync(IdentityHost.Password, default), Is.EqualTo(BreachLookup.Unavailable));
        }
    }

    [Test]
    public async Task AnEndlessAnswer_IsGivenUp()
    {
        using var server = new RangeServer(_ => (200, new string('A', 2 * 1024 * 1024)));
        await using var host = Host(server);

        Assert.That(await host.Get<IBreachedPasswords>().FindAsync(IdentityHost.Password, default), Is.EqualTo(BreachLookup.Unavailable));
    }

    [Test]
    public void Validation_RefusesAPlainAddress()
    {
        var result = new BreachedPasswordOptionsValidator().Validate(null, new BreachedPasswordOptions { RangeUrl = "http://example.com/{prefix}" });

        Assert.That(result.Failures!.Single(), Does.StartWith("SecurityKit:Identity:BreachedPasswords:RangeUrl must be an https address"));
    }

    private static IdentityHost Host(RangeServer server, Action<BreachedPasswordOptions>? configure = null) => new(build: kit => kit.AddBreachedPasswordCheck(o =>
    {
        o.RangeUrl = server.Prefix + "{prefix}";
        configure?.Invoke(o);
    }));
}
