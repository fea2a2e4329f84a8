using SecurityKit.Mfa.Tests.Support;

namespace SecurityKit.Mfa.Tests.Budgets;

[TestFixture]
public sealed class GuessBudgetTests
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
    public async Task After_five_wrong_codes_even_the_right_one_waits_for_the_hour_to_pass()
    {
        await GuessWrongAsync(5);
        var throttled = (MfaVerification.Throttled)await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, _phone.Code());
        Assert.That(throttled.RetryAfter, Is.EqualTo(TimeSpan.FromHours(1)));
        _host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, _phone.Code()), Is.InstanceOf<MfaVerification.Verified>());
    }

    [Test]
    public async Task Success_does_not_consume()
    {
        await GuessWrongAsync(4);
        for (var i = 0; i < 50; i++)
        {
            Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, _phone.Code()), Is.InstanceOf<MfaVerification.Verified>());
            _host.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, _phone.WrongCode()), Is.InstanceOf<MfaVerification.Invalid>());
        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, _phone.Code()), Is.InstanceOf<MfaVerification.Throttled>());
    }

    [Test]
    public async Task Of_a_thousand_parallel_wrong_guesses_five_are_looked_at()
    {
        var wrong = _phone.WrongCode();
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(
            _ => Task.Run(async () => await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, wrong))));
        Assert.That(answers.Count(a => a is MfaVerification.Invalid), Is.EqualTo(5));
        Assert.That(answers.Count(a => a is MfaVerification.Throttled), Is.EqualTo(995));
    }

    [Test]
    public async Task A_new_challenge_brings_no_new_guesses()
    {
        for (var i = 0; i < 5; i++)
        {
            var token = await _host.ChallengeAsync("ada");
            Assert.That(await _host.Mfa.VerifyChallengeAsync(token, MfaMethod.Totp, _phone.WrongCode()), Is.InstanceOf<MfaVerification.Invalid>());
        }

        Assert.That(
            await _host.Mfa.VerifyChallengeAsync(await _host.ChallengeAsync("ada"), MfaMethod.Totp, _phone.Code()), Is.InstanceOf<MfaVerification.Throttled>());
    }

    [Test]
    public async Task Each_method_and_each_subject_has_its_own_guesses()
    {
        await GuessWrongAsync(5);
        var eve = await _host.EnrollPhoneAsync("eve");
        Assert.Multiple(async () =>
        {
            Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.RecoveryCode, _phone.RecoveryCodes[0]), Is.InstanceOf<MfaVerification.Verified>());
            Assert.That(await _host.Mfa.VerifyStepUpAsync("eve", MfaMethod.Totp, eve.Code()), Is.InstanceOf<MfaVerification.Verified>());
        });
    }

    [Test]
    public async Task A_lockout_of_passwords_is_not_one_of_codes_and_the_other_way_round()
    {
        var counters = _host.Get<ICounterStore>();
        var passwords = new CounterKey("identity.password", "ada");
        var limit = new CounterLimit(5, TimeSpan.FromHours(1));
        await counters.TryTakeAsync(passwords, limit, 5, default);
        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, _phone.Code()), Is.InstanceOf<MfaVerification.Verified>());

        await counters.ResetAsync(passwords, default);
        await GuessWrongAsync(5);
        Assert.That((await counters.TryTakeAsync(passwords, limit, 0, default)).Remaining, Is.EqualTo(5));
    }

    [TestCase("")]
    [TestCase("12345")]
    [TestCase("abcdef")]
    public async Task What_cannot_be_a_code_costs_no_guess(string input)
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, input), Is.InstanceOf<MfaVerification.Invalid>());
        }

        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, _phone.Code()), Is.InstanceOf<MfaVerification.Verified>());
    }

    [Test]
    public async Task After_a_hundred_wrong_codes_in_a_row_the_method_rests_and_others_go_on()
    {
        for (var hour = 0; hour < 20; hour++)
        {
            await GuessWrongAsync(5);
            _host.Clock.Advance(TimeSpan.FromHours(1));
        }

        var throttled = (MfaVerification.Throttled)await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, _phone.Code());
        Assert.That(throttled.RetryAfter, Is.EqualTo(TimeSpan.FromDays(30) - TimeSpan.FromHours(20)));
        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.RecoveryCode, _phone.RecoveryCodes[0]), Is.InstanceOf<MfaVerification.Verified>());
    }

    [Test]
    public async Task A_right_code_ends_the_row()
    {
        for (var hour = 0; hour < 40; hour++)
        {
            await GuessWrongAsync(4);
            _host.Clock.Advance(TimeSpan.FromHours(1));
            Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, _phone.Code()), Is.InstanceOf<MfaVerification.Verified>());
        }
    }

    [Test]
    public async Task Wrong_recovery_codes_never_keep_the_owner_out_for_longer_than_the_hour()
    {
        for (var hour = 0; hour < 40; hour++)
        {
            for (var i = 0; i < 5; i++)
            {
                Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.RecoveryCode, SecurityKit.Mfa.RecoveryCodes.Create()[0]), Is.InstanceOf<MfaVerification.Invalid>());
            }

            Assert.That(
                await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.RecoveryCode, _phone.RecoveryCodes[0]), Is.InstanceOf<MfaVerification.Throttled>());
            _host.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.RecoveryCode, _phone.RecoveryCodes[0]), Is.InstanceOf<MfaVerification.Verified>());
    }

    [Test]
    public async Task An_operators_unlock_gives_the_guesses_of_the_hour_and_of_the_row_back()
    {
        await UseUpRowAsync();
        _host.Get<IOperationContextAccessor>().Current = new OperationContext { Actor = "operator" };
        await _host.Mfa.UnlockAsync("ada");
        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, _phone.Code()), Is.InstanceOf<MfaVerification.Verified>());
        Assert.That(_host.Sink.Events.Single(e => e.Type == MfaEventTypes.GuessesRestored).Actor, Is.EqualTo("operator"));

        await GuessWrongAsync(5);
        await _host.Mfa.UnlockAsync("ada");
        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, _phone.WrongCode()), Is.InstanceOf<MfaVerification.Invalid>());
    }

    [Test]
    public async Task Whoever_is_reset_can_confirm_a_new_authenticator_though_the_guesses_were_used_up()
    {
        await UseUpRowAsync();
        Assert.That(await _host.Mfa.ResetAsync("ada"), Is.EqualTo(MfaChange.Done));
        await _host.EnrollPhoneAsync("ada", "new phone");
        Assert.That((await _host.Mfa.GetStatusAsync("ada")).IsEnabled);
    }

    [Test]
    public async Task Disabling_by_a_recovery_code_gives_the_guesses_back_and_disabling_nothing_does_not()
    {
        await UseUpRowAsync();
        Assert.That(await _host.Mfa.DisableAsync("ada", [new("pwd", _host.Clock.GetUtcNow()), new("recovery", _host.Clock.GetUtcNow())]), Is.EqualTo(MfaChange.Done));
        var again = await _host.EnrollPhoneAsync("ada", "again");
        Assert.That(again.RecoveryCodes, Has.Count.EqualTo(10));

        var pending = ((TotpEnrollmentStart.Started)await _host.Mfa.BeginTotpEnrollmentAsync("eve", "eve", "x")).Enrollment.AuthenticatorId;
        for (var i = 0; i < 5; i++)
        {
            await _host.Mfa.ConfirmAsync("eve", pending, _phone.WrongCode());
        }

        await _host.Mfa.DisableAsync("eve", _host.PasswordOnly());
        pending = ((TotpEnrollmentStart.Started)await _host.Mfa.BeginTotpEnrollmentAsync("eve", "eve", "x")).Enrollment.AuthenticatorId;
        Assert.That(await _host.Mfa.ConfirmAsync("eve", pending, _phone.WrongCode()), Is.InstanceOf<MfaConfirmation.Throttled>());
    }

    private async Task UseUpRowAsync()
    {
        for (var hour = 0; hour < 20; hour++)
        {
            await GuessWrongAsync(5);
            _host.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, _phone.Code()), Is.InstanceOf<MfaVerification.Throttled>());
    }

    private async Task GuessWrongAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, _phone.WrongCode()), Is.InstanceOf<MfaVerification.Invalid>());
        }
    }
}
