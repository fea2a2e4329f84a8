using SecurityKit.Mfa.Tests.Support;

namespace SecurityKit.Mfa.Tests.Challenges;

[TestFixture]
public sealed class SignInTests
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
    public async Task Without_a_further_factor_the_sign_in_is_complete_at_level_one()
    {
        var complete = (MfaSignIn.Complete)await _host.Mfa.BeginSignInAsync("bob", _host.PasswordOnly());
        Assert.That(complete.Level, Is.EqualTo(AssuranceLevel.One));
        Assert.That(complete.Factors.Select(f => f.Method), Is.EqualTo(new[] { "pwd" }));
    }

    [Test]
    public async Task Password_and_totp_make_level_two_with_the_time_of_each_factor()
    {
        var passwordAt = _host.Clock.GetUtcNow();
        var token = await _host.ChallengeAsync("ada");
        _host.Clock.Advance(TimeSpan.FromSeconds(42));
        var verified = (MfaVerification.Verified)await _host.Mfa.VerifyChallengeAsync(token, MfaMethod.Totp, _phone.Code());
        Assert.Multiple(() =>
        {
            Assert.That(verified.Subject, Is.EqualTo("ada"));
            Assert.That(verified.Level, Is.EqualTo(AssuranceLevel.Two));
            Assert.That(verified.Factors, Is.EqualTo(new AuthenticationFactor[] { new("pwd", passwordAt), new("otp", passwordAt.AddSeconds(42)) }));
            Assert.That(verified.Factor, Is.EqualTo(verified.Factors[1]));
        });
    }

    [Test]
    public async Task The_same_code_is_never_accepted_twice()
    {
        var code = _phone.Code();
        Assert.That(await _host.Mfa.VerifyChallengeAsync(await _host.ChallengeAsync("ada"), MfaMethod.Totp, code), Is.InstanceOf<MfaVerification.Verified>());
        Assert.That(await _host.Mfa.VerifyChallengeAsync(await _host.ChallengeAsync("ada"), MfaMethod.Totp, code), Is.InstanceOf<MfaVerification.Replayed>());
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, code), Is.InstanceOf<MfaVerification.Replayed>());
    }

    [Test]
    public async Task An_older_code_is_not_accepted_after_a_newer_one()
    {
        string older = _phone.Code(-1), newer = _phone.Code(1);
        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, newer), Is.InstanceOf<MfaVerification.Verified>());
        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, older), Is.InstanceOf<MfaVerification.Replayed>());
    }

    [Test]
    public async Task A_thousand_parallel_submissions_of_one_code_give_exactly_one_success()
    {
        await using var host = new MfaHost(o => o.Budgets.Guesses = 100);
        var phone = await host.EnrollPhoneAsync("ada");
        var tokens = new List<string>();
        for (var i = 0; i < 1000; i++)
        {
            tokens.Add(await host.ChallengeAsync("ada"));
        }

        var code = phone.Code();
        var answers = await Task.WhenAll(tokens.Select(token => Task.Run(async () => await host.Mfa.VerifyChallengeAsync(token, MfaMethod.Totp, code))));
        Assert.That(answers.Count(a => a is MfaVerification.Verified), Is.EqualTo(1));
        Assert.That(answers.All(a => a is MfaVerification.Verified or MfaVerification.Replayed or MfaVerification.Throttled));
    }

    [Test]
    public async Task A_challenge_is_completed_once_even_with_two_right_codes()
    {
        var token = await _host.ChallengeAsync("ada");
        string[] codes = [_phone.Code(), .. _phone.RecoveryCodes];
        var answers = await Task.WhenAll(codes.Take(5).Select((code, i) => Task.Run(async () =>
            await _host.Mfa.VerifyChallengeAsync(token, i == 0 ? MfaMethod.Totp : MfaMethod.RecoveryCode, code))));
        Assert.That(answers.Count(a => a is MfaVerification.Verified), Is.EqualTo(1));
        Assert.That(await _host.Mfa.GetMethodsAsync(token), Is.Null);
    }

    [Test]
    public async Task A_wrong_code_leaves_the_challenge_open()
    {
        var token = await _host.ChallengeAsync("ada");
        Assert.That(await _host.Mfa.VerifyChallengeAsync(token, MfaMethod.Totp, _phone.WrongCode()), Is.InstanceOf<MfaVerification.Invalid>());
        Assert.That(await _host.Mfa.VerifyChallengeAsync(token, MfaMethod.Totp, _phone.Code()), Is.InstanceOf<MfaVerification.Verified>());
    }

    [Test]
    public async Task A_challenge_expires_after_ten_minutes()
    {
        var token = await _host.ChallengeAsync("ada");
        _host.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.That(await _host.Mfa.VerifyChallengeAsync(token, MfaMethod.Totp, _phone.Code()), Is.InstanceOf<MfaVerification.ChallengeNotFound>());
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("true")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA A")]
    [TestCase("================!==========================")]
    public async Task A_token_that_was_never_given_out_opens_nothing(string? token)
    {
        Assert.That(await _host.Mfa.VerifyChallengeAsync(token, MfaMethod.Totp, _phone.Code()), Is.InstanceOf<MfaVerification.ChallengeNotFound>());
        Assert.That(await _host.Mfa.GetMethodsAsync(token), Is.Null);
    }

    [Test]
    public async Task Every_flipped_character_of_a_token_makes_it_unknown()
    {
        var token = await _host.ChallengeAsync("ada");
        for (var i = 0; i < token.Length - 1; i++)
        {
            var flipped = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.That(await _host.Mfa.GetMethodsAsync(flipped), Is.Null);
            Assert.That(await _host.Mfa.GetMethodsAsync(token[..i]), Is.Null);
        }

        Assert.That(await _host.Mfa.GetMethodsAsync(token), Is.EqualTo(new[] { MfaMethod.Totp, MfaMethod.RecoveryCode }));
    }

    [Test]
    public async Task Tokens_have_256_random_bits()
    {
        var token = await _host.ChallengeAsync("ada");
        Assert.That(System.Buffers.Text.Base64Url.DecodeFromChars(token), Has.Length.EqualTo(32));
        Assert.That(await _host.ChallengeAsync("ada"), Is.Not.EqualTo(token));
    }

    [Test]
    public async Task The_strict_preset_takes_the_present_step_only()
    {
        await using var host = new MfaHost(o => o.Totp.Tolerance = TotpTolerance.Strict);
        var phone = await host.EnrollPhoneAsync("ada");
        Assert.Multiple(async () =>
        {
            Assert.That(await host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, phone.Code(-1)), Is.InstanceOf<MfaVerification.Invalid>());
            Assert.That(await host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, phone.Code(1)), Is.InstanceOf<MfaVerification.Invalid>());
            Assert.That(await host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, phone.Code()), Is.InstanceOf<MfaVerification.Verified>());
        });
    }

    [Test]
    public async Task Spaces_in_a_typed_code_do_not_matter()
    {
        var code = _phone.Code();
        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, $" {code[..3]} {code[3..]}"), Is.InstanceOf<MfaVerification.Verified>());
    }

    [Test]
    public async Task The_second_of_two_phones_works_as_well()
    {
        var tablet = await _host.EnrollPhoneAsync("ada", "tablet");
        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, tablet.Code()), Is.InstanceOf<MfaVerification.Verified>());
        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, _phone.Code()), Is.InstanceOf<MfaVerification.Verified>());
    }

    [Test]
    public async Task A_code_of_another_subject_is_wrong()
    {
        var eve = await _host.EnrollPhoneAsync("eve");
        Assert.That(await _host.Mfa.VerifyChallengeAsync(await _host.ChallengeAsync("ada"), MfaMethod.Totp, eve.Code()), Is.InstanceOf<MfaVerification.Invalid>());
    }

    [TestCase(SecurityEventTypes.PasswordChanged)]
    [TestCase(SecurityEventTypes.AccountDisabled)]
    [TestCase(SecurityEventTypes.AccountDeleted)]
    public async Task An_open_challenge_does_not_outlive_the_password_or_the_account(string type)
    {
        var token = await _host.ChallengeAsync("ada");
        await _host.Get<ISecurityEvents>().RaiseAsync(new SecurityEvent { Type = type, Outcome = SecurityEventOutcome.Success, Subject = "ada" });
        Assert.That(await _host.Mfa.VerifyChallengeAsync(token, MfaMethod.Totp, _phone.Code()), Is.InstanceOf<MfaVerification.ChallengeNotFound>());
        Assert.That((await _host.Mfa.GetStatusAsync("ada")).IsEnabled, Is.EqualTo(type != SecurityEventTypes.AccountDeleted));
    }
}
