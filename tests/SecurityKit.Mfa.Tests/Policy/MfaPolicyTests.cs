using SecurityKit.Mfa.Tests.Support;

namespace SecurityKit.Mfa.Tests.Policy;

[TestFixture]
public sealed class MfaPolicyTests
{
    private MfaHost _host = null!;

    [SetUp]
    public void SetUp()
    {
        _host = new MfaHost();
        _host.Roles.Roles["root"] = ["user", "Administrator"];
        _host.Roles.Roles["ada"] = ["user"];
    }

    [TearDown]
    public async Task TearDown() => await _host.DisposeAsync();

    [Test]
    public async Task Administrators_must_have_a_factor_by_default_and_others_need_not()
    {
        Assert.Multiple(async () =>
        {
            Assert.That((await _host.Mfa.GetRequirementAsync("root")).IsRequired, Is.True);
            Assert.That(await _host.Mfa.GetRequirementAsync("ada"), Is.EqualTo(new MfaRequirement(false, true, null)));
        });
    }

    [Test]
    public async Task Seven_days_of_grace_begin_with_the_first_sign_in_and_then_sign_in_is_refused()
    {
        var first = (MfaSignIn.Complete)await _host.Mfa.BeginSignInAsync("root", _host.PasswordOnly());
        Assert.That(first.EnrollBy, Is.EqualTo(_host.Clock.GetUtcNow().AddDays(7)));

        _host.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        var later = (MfaSignIn.Complete)await _host.Mfa.BeginSignInAsync("root", _host.PasswordOnly());
        Assert.That(later.EnrollBy, Is.EqualTo(first.EnrollBy));

        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await _host.Mfa.BeginSignInAsync("root", _host.PasswordOnly()), Is.InstanceOf<MfaSignIn.EnrollmentRequired>());
    }

    [Test]
    public async Task Without_grace_the_first_sign_in_already_needs_a_factor()
    {
        await using var host = new MfaHost(o => o.Policy.EnrollmentGrace = TimeSpan.Zero);
        host.Roles.Roles["root"] = ["administrator"];
        Assert.That(await host.Mfa.BeginSignInAsync("root", host.PasswordOnly()), Is.InstanceOf<MfaSignIn.EnrollmentRequired>());
    }

    [Test]
    public async Task An_enrolled_administrator_is_challenged()
    {
        await _host.EnrollPhoneAsync("root");
        _host.Clock.Advance(TimeSpan.FromDays(30));
        Assert.That(await _host.Mfa.BeginSignInAsync("root", _host.PasswordOnly()), Is.InstanceOf<MfaSignIn.ChallengeRequired>());
        Assert.That(await _host.Mfa.GetRequirementAsync("root"), Is.EqualTo(new MfaRequirement(true, true, null)));
    }

    [Test]
    public async Task A_code_by_email_does_not_meet_the_policy()
    {
        await _host.EnrollSentAsync("root", MfaMethod.Email, "root@example.com");
        Assert.That((await _host.Mfa.GetRequirementAsync("root")).IsMet, Is.False);
        _host.Clock.Advance(TimeSpan.FromDays(8));
        var token = await _host.ChallengeAsync("root");
        await _host.Mfa.SendCodeAsync(token, MfaMethod.Email);
        var outcome = await _host.Mfa.VerifyChallengeAsync(token, MfaMethod.Email, _host.Sender.LastCode);
        Assert.That(outcome, Is.InstanceOf<MfaVerification.EnrollmentRequired>());
        Assert.That(((MfaVerification.EnrollmentRequired)outcome).Factors.Select(f => f.Method), Is.EqualTo(new[] { "pwd", "email" }));
    }

    [Test]
    public async Task Within_the_grace_a_code_by_email_signs_in_and_tells_until_when()
    {
        await _host.EnrollSentAsync("root", MfaMethod.Email, "root@example.com");
        var by = (await _host.Mfa.GetRequirementAsync("root")).EnrollBy;
        var token = await _host.ChallengeAsync("root");
        await _host.Mfa.SendCodeAsync(token, MfaMethod.Email);
        var outcome = await _host.Mfa.VerifyChallengeAsync(token, MfaMethod.Email, _host.Sender.LastCode);
        Assert.That(((MfaVerification.Verified)outcome).EnrollBy, Is.EqualTo(by).And.Not.Null);
    }

    [Test]
    public async Task An_administrator_keeps_a_last_factor_even_with_a_fresh_step_up()
    {
        var phone = await _host.EnrollPhoneAsync("root");
        Assert.Multiple(async () =>
        {
            Assert.That(await _host.Mfa.RemoveAsync("root", phone.AuthenticatorId, _host.FreshFactors()), Is.EqualTo(MfaChange.RequiredByPolicy));
            Assert.That(await _host.Mfa.DisableAsync("root", _host.FreshFactors()), Is.EqualTo(MfaChange.RequiredByPolicy));
            Assert.That((await _host.Mfa.GetStatusAsync("root")).IsEnabled, Is.True);
        });
        await _host.EnrollPhoneAsync("root", "tablet");
        Assert.That(await _host.Mfa.RemoveAsync("root", phone.AuthenticatorId, _host.FreshFactors()), Is.EqualTo(MfaChange.Done));
        Assert.That(_host.Sink.Events.Count(e => e.Reason == "required_by_policy"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_reset_by_an_operator_begins_no_new_grace()
    {
        await _host.Mfa.BeginSignInAsync("root", _host.PasswordOnly());
        await _host.EnrollPhoneAsync("root");
        _host.Clock.Advance(TimeSpan.FromDays(100));
        await _host.Mfa.ResetAsync("root");
        Assert.That(await _host.Mfa.BeginSignInAsync("root", _host.PasswordOnly()), Is.InstanceOf<MfaSignIn.EnrollmentRequired>());
    }

    [Test]
    public async Task A_reset_begins_no_grace_for_who_had_a_factor_before_the_role()
    {
        await _host.EnrollPhoneAsync("ada");
        _host.Roles.Roles["ada"] = ["administrator"];
        await _host.Mfa.ResetAsync("ada");
        Assert.That(await _host.Mfa.BeginSignInAsync("ada", _host.PasswordOnly()), Is.InstanceOf<MfaSignIn.EnrollmentRequired>());
    }

    [Test]
    public async Task A_reset_of_who_had_no_factor_leaves_the_grace_as_it_was()
    {
        var by = ((MfaSignIn.Complete)await _host.Mfa.BeginSignInAsync("root", _host.PasswordOnly())).EnrollBy;
        _host.Clock.Advance(TimeSpan.FromDays(2));
        await _host.Mfa.BeginTotpEnrollmentAsync("root", "root", "pending");
        await _host.Mfa.ResetAsync("root");
        Assert.That(((MfaSignIn.Complete)await _host.Mfa.BeginSignInAsync("root", _host.PasswordOnly())).EnrollBy, Is.EqualTo(by));
    }

    [Test]
    public async Task Disabling_what_there_is_not_renews_no_grace()
    {
        var by = (await _host.Mfa.GetRequirementAsync("root")).EnrollBy;
        _host.Clock.Advance(TimeSpan.FromDays(6));
        await _host.Mfa.BeginTotpEnrollmentAsync("root", "root", "pending");
        Assert.That(await _host.Mfa.DisableAsync("root", _host.PasswordOnly()), Is.EqualTo(MfaChange.RequiredByPolicy));
        Assert.That((await _host.Mfa.GetRequirementAsync("root")).EnrollBy, Is.EqualTo(by));
    }

    [Test]
    public async Task A_deleted_account_leaves_no_grace_behind()
    {
        await _host.Mfa.BeginSignInAsync("root", _host.PasswordOnly());
        _host.Clock.Advance(TimeSpan.FromDays(100));
        await _host.Get<ISecurityEvents>().RaiseAsync(
            new SecurityEvent
            {
                Type = SecurityEventTypes.AccountDeleted, Outcome = SecurityEventOutcome.Success, Severity = SecurityEventSeverity.Medium, Subject = "root",
            },
            default);
        Assert.That((await _host.Mfa.GetRequirementAsync("root")).EnrollBy, Is.EqualTo(_host.Clock.GetUtcNow().AddDays(7)));
    }
}
