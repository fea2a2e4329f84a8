using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

/// <summary>12 characters beside a second factor, 15 where the password is the only one.</summary>
public sealed class PasswordLengthTests
{
    private const string Twelve = "qX7#vR2!mK9$";
    private const string OtherTwelve = "wZ4%bN8?hT3&";
    private const string Fourteen = "qX7#vR2!mK9$wZ";
    private const string Fifteen = "qX7#vR2!mK9$wZ4";

    [TestCase(Fifteen, false, null)]
    [TestCase(Fourteen, false, "too_short_as_only_factor")]
    [TestCase(Twelve, false, "too_short_as_only_factor")]
    [TestCase("qX7#vR2!mK9", false, "too_short")]
    [TestCase(Twelve, true, null)]
    [TestCase("qX7#vR2!mK9", true, "too_short")]
    public void Check_TakesTheLengthThatTheOtherFactorsLeave(string password, bool hasSecondFactor, string? code)
    {
        var problems = new IdentityHost().Get<PasswordPolicy>().Check(password, new PasswordContext { HasSecondFactor = hasSecondFactor });

        Assert.That(problems.Select(p => p.Code), Is.EqualTo(code is null ? [] : new[] { code }));
    }

    [Test]
    public void TheReason_NamesTheRule()
    {
        var policy = new IdentityHost().Get<PasswordPolicy>();

        Assert.That(
            policy.Check(Fourteen, new PasswordContext()).Single().Message,
            Is.EqualTo("A password has at least 15 characters where it is the only factor; beside a second factor it has at least 12."));
        Assert.That(
            policy.Check("short", new PasswordContext { HasSecondFactor = true })[0].Message, Is.EqualTo("A password has at least 12 characters."));
    }

    [Test]
    public void AsOnlyFactor_IsNeverLessThanTheOther()
    {
        var policy = new IdentityHost(o => (o.Password.MinLength, o.Password.MinLengthAsOnlyFactor) = (20, 15)).Get<PasswordPolicy>();

        Assert.That((policy.GetMinLength(hasSecondFactor: false), policy.GetMinLength(hasSecondFactor: true)), Is.EqualTo((20, 20)));
        Assert.That(policy.Check("qX7#vR2!mK9$wZ4%bN8", new PasswordContext()).Single().Code, Is.EqualTo("too_short"));
    }

    [Test]
    public async Task Register_ANewAccountHasNoSecondFactor_SoFifteenItIs()
    {
        await using var host = new IdentityHost(build: Everybody);

        var refused = (RegistrationOutcome.Refused)await host.Accounts.RegisterAsync(new RegisterRequest("bob", null, Fourteen));

        Assert.That(refused.Problems.Single().Code, Is.EqualTo("too_short_as_only_factor"));
        await host.RegisterAsync("bob", null, Fifteen);
    }

    [Test]
    public async Task Change_WithoutAnyoneWhoKnowsFactors_TakesFifteen()
    {
        await using var host = new IdentityHost();
        var account = await host.RegisterAsync();

        Assert.That(await ChangeAsync(host, account, Fourteen), Is.EqualTo("too_short_as_only_factor"));
        Assert.That(await host.Accounts.GetMinPasswordLengthAsync(account.Subject), Is.EqualTo(15));
        Assert.That(await ChangeAsync(host, account, Fifteen), Is.Null);
    }

    [Test]
    public async Task Change_BesideASecondFactor_TakesTwelve_AndOneSourceIsEnough()
    {
        await using var host = new IdentityHost(build: kit =>
        {
            kit.Services.AddSingleton<ISubjectFactors>(new SwitchedFactors());
            Everybody(kit);
        });
        var account = await host.RegisterAsync();

        Assert.That(await host.Accounts.GetMinPasswordLengthAsync(account.Subject), Is.EqualTo(12));
        Assert.That(await ChangeAsync(host, account, Twelve), Is.Null);
    }

    [Test]
    public async Task Reset_GoesByTheFactorsOfItsAccount()
    {
        var factors = new SwitchedFactors();
        await using var host = new IdentityHost(build: kit => kit.Services.AddSingleton<ISubjectFactors>(factors));
        await host.RegisterConfirmedAsync();
        host.Accounts.RequestPasswordReset("alice@example.com");
        await host.Get<AccountMailQueue>().DrainAsync(default);
        var token = Mailed.Token(host.Outbox.Last(m => m.Purpose == "identity.reset"));

        var refused = (PasswordResetOutcome.Refused)await host.Accounts.ResetPasswordAsync(token, Twelve);
        factors.HasFactor = true;

        Assert.That(refused.Problems.Single().Code, Is.EqualTo("too_short_as_only_factor"));
        Assert.That(await host.Accounts.ResetPasswordAsync(token, Twelve), Is.InstanceOf<PasswordResetOutcome.Reset>());
    }

    [Test]
    public async Task TheLastFactorRemoved_LocksNobodyOut_AndIsToldAtTheNextChange()
    {
        var factors = new SwitchedFactors { HasFactor = true };
        await using var host = new IdentityHost(build: kit => kit.Services.AddSingleton<ISubjectFactors>(factors));
        var account = await host.RegisterAsync();
        Assert.That(await ChangeAsync(host, account, Twelve), Is.Null);

        factors.HasFactor = false;

        Assert.That(await host.SignInAsync("alice", Twelve), Is.InstanceOf<SignInOutcome.Verified>());
        Assert.That(await ChangeAsync(host, account, OtherTwelve, Twelve), Is.EqualTo("too_short_as_only_factor"));
        Assert.That(await ChangeAsync(host, account, Fifteen, Twelve), Is.Null);
    }

    [Test]
    public async Task WhileNobodyKnowsTheFactors_NothingIsChanged()
    {
        var factors = new SwitchedFactors { IsDown = true };
        await using var host = new IdentityHost(build: kit => kit.Services.AddSingleton<ISubjectFactors>(factors));
        var account = await host.RegisterAsync();

        Assert.ThrowsAsync<StoreUnavailableException>(async () => await ChangeAsync(host, account, Fifteen));

        Assert.That(await host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.Verified>());
    }

    private static void Everybody(ISecurityKitBuilder kit) => kit.Services.AddSingleton<ISubjectFactors>(new SwitchedFactors { HasFactor = true });

    private static async Task<string?> ChangeAsync(IdentityHost host, Account account, string password, string current = IdentityHost.Password) =>
        await host.Accounts.ChangePasswordAsync(account.Subject, current, password, null) switch
        {
            PasswordChangeOutcome.Changed => null,
            PasswordChangeOutcome.Refused refused => refused.Problems.Single().Code,
            var other => other.ToString(),
        };
}
