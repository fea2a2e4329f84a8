using SecurityKit.Mfa.Tests.Support;

namespace SecurityKit.Mfa.Tests.Lifecycle;

[TestFixture]
public sealed class LifecycleTests
{
    private MfaHost _host = null!;
    private TestPhone _phone = null!;

    [SetUp]
    public async Task SetUp()
    {
        _host = new MfaHost();
        _phone = await _host.EnrollPhoneAsync("ada");
    }

    [TearDown]
    public async Task TearDown() => await _host.DisposeAsync();

    [Test]
    public async Task Removal_without_a_fresh_second_factor_is_refused_and_changes_nothing()
    {
        AuthenticationFactor[] stale = [new("pwd", _host.Clock.GetUtcNow()), new("otp", _host.Clock.GetUtcNow().AddMinutes(-11))];
        AuthenticationFactor[] future = [new("otp", _host.Clock.GetUtcNow().AddDays(1))];
        AuthenticationFactor[] mail = [new("pwd", _host.Clock.GetUtcNow()), new("email", _host.Clock.GetUtcNow()), new("trusted_device", _host.Clock.GetUtcNow())];
        foreach (var factors in new[] { [], _host.PasswordOnly(), stale, future, mail })
        {
            Assert.That(await _host.Mfa.RemoveAsync("ada", _phone.AuthenticatorId, factors), Is.EqualTo(MfaChange.StepUpRequired));
            Assert.That(await _host.Mfa.DisableAsync("ada", factors), Is.EqualTo(MfaChange.StepUpRequired));
        }

        Assert.That((await _host.Mfa.GetStatusAsync("ada")).IsEnabled);
        Assert.That(_host.Sink.Events.Count(e => e.Outcome == SecurityEventOutcome.Denied && e.Reason == "step_up_required"), Is.EqualTo(10));
    }

    [Test]
    public async Task Removing_the_last_authenticator_turns_mfa_off_and_takes_the_recovery_codes_along()
    {
        Assert.That(await _host.Mfa.RemoveAsync("ada", _phone.AuthenticatorId, _host.FreshFactors()), Is.EqualTo(MfaChange.Done));
        var status = await _host.Mfa.GetStatusAsync("ada");
        Assert.Multiple(async () =>
        {
            Assert.That(status.IsEnabled, Is.False);
            Assert.That(status.RecoveryCodesLeft, Is.Zero);
            Assert.That(await _host.Mfa.BeginSignInAsync("ada", _host.PasswordOnly()), Is.InstanceOf<MfaSignIn.Complete>());
            Assert.That(await _host.Mfa.RemoveAsync("ada", _phone.AuthenticatorId, _host.FreshFactors()), Is.EqualTo(MfaChange.NotFound));
        });
        Assert.That(_host.Sink.Events.Select(e => e.Type), Does.Contain(MfaEventTypes.AuthenticatorRemoved).And.Contain(MfaEventTypes.Disabled));
    }

    [Test]
    public async Task A_removed_authenticator_proves_nothing_in_a_sign_in_under_way()
    {
        var token = await _host.ChallengeAsync("ada");
        await _host.EnrollPhoneAsync("ada", "tablet");
        await _host.Mfa.RemoveAsync("ada", _phone.AuthenticatorId, _host.FreshFactors());
        Assert.That(await _host.Mfa.VerifyChallengeAsync(token, MfaMethod.Totp, _phone.Code()), Is.InstanceOf<MfaVerification.Invalid>());
    }

    [Test]
    public async Task Disabling_does_what_it_says()
    {
        await _host.EnrollPhoneAsync("ada", "tablet");
        Assert.That(await _host.Mfa.DisableAsync("ada", _host.FreshFactors()), Is.EqualTo(MfaChange.Done));
        Assert.That((await _host.Mfa.GetStatusAsync("ada")).IsEnabled, Is.False);
        Assert.That(await _host.Mfa.DisableAsync("ada", _host.FreshFactors()), Is.EqualTo(MfaChange.NotFound));
    }

    [Test]
    public async Task Another_subjects_authenticator_is_not_found()
    {
        await _host.EnrollPhoneAsync("eve");
        Assert.That(await _host.Mfa.RemoveAsync("eve", _phone.AuthenticatorId, _host.FreshFactors()), Is.EqualTo(MfaChange.NotFound));
        Assert.That((await _host.Mfa.GetStatusAsync("ada")).IsEnabled);
    }

    [Test]
    public async Task A_pending_one_is_removed_without_step_up_since_it_proves_nothing()
    {
        var pending = ((TotpEnrollmentStart.Started)await _host.Mfa.BeginTotpEnrollmentAsync("ada", "ada", "x")).Enrollment;
        Assert.That(await _host.Mfa.RemoveAsync("ada", pending.AuthenticatorId, _host.PasswordOnly()), Is.EqualTo(MfaChange.Done));
    }

    [Test]
    public async Task An_operator_resets_a_subject_that_lost_everything()
    {
        _host.Get<IOperationContextAccessor>().Current = new OperationContext { Actor = "operator" };
        Assert.That(await _host.Mfa.ResetAsync("ada"), Is.EqualTo(MfaChange.Done));
        Assert.That((await _host.Mfa.GetStatusAsync("ada")).IsEnabled, Is.False);
        Assert.That(_host.Sink.Events.Last(e => e.Type == MfaEventTypes.Disabled).Actor, Is.EqualTo("operator"));
    }

    [Test]
    public async Task No_code_token_or_secret_is_logged_or_told_by_an_event()
    {
        var started = (TotpEnrollmentStart.Started)await _host.Mfa.BeginTotpEnrollmentAsync("ada", "ada", "tablet");
        var signIn = (MfaSignIn.ChallengeRequired)await _host.Mfa.BeginSignInAsync("ada", _host.PasswordOnly());
        var code = _phone.Code();
        var wrong = _phone.WrongCode();
        await _host.Mfa.VerifyChallengeAsync(signIn.Challenge.Token, MfaMethod.Totp, wrong);
        await _host.Mfa.VerifyChallengeAsync(signIn.Challenge.Token, MfaMethod.Totp, code);
        await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.RecoveryCode, _phone.RecoveryCodes[0]);
        var regenerated = (RecoveryCodeRegeneration.Regenerated)await _host.Mfa.RegenerateRecoveryCodesAsync("ada", _host.FreshFactors());
        var confirmed = new MfaConfirmation.Confirmed(new AuthenticationFactor("otp", _host.Clock.GetUtcNow()), _phone.RecoveryCodes);

        string[] secrets = [started.Enrollment.Secret, signIn.Challenge.Token, code, wrong, .. _phone.RecoveryCodes, .. regenerated.RecoveryCodes];
        var texts = _host.Logs.Lines
            .Concat(_host.Sink.Events.SelectMany(e => e.Data.Values.Append(e.Reason ?? string.Empty).Append(e.ToString())))
            .Append(started.ToString()).Append(started.Enrollment.ToString()).Append(started.Enrollment.Qr.ToString()!)
            .Append(signIn.ToString()).Append(regenerated.ToString()).Append(confirmed.ToString())
            .ToArray();
        Assert.That(_host.Logs.Lines, Is.Not.Empty);
        foreach (var secret in secrets)
        {
            Assert.That(texts.Where(text => text.Contains(secret, StringComparison.OrdinalIgnoreCase) && !IsIdOrTime(text, secret)), Is.Empty);
        }
    }

    /// <summary>Six digits may stand in an id or a time by chance; they count only where they stand alone.</summary>
    private static bool IsIdOrTime(string text, string secret) =>
        secret.Length <= 8 && !System.Text.RegularExpressions.Regex.IsMatch(text, $"(?<![0-9a-fA-F.-]){secret}(?![0-9a-fA-F-])");
}
