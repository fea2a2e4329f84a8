using System.Web;
using SecurityKit.Mfa.Tests.Support;

namespace SecurityKit.Mfa.Tests.Enrollment;

[TestFixture]
public sealed class TotpEnrollmentTests
{
    private MfaHost _host = null!;

    [SetUp]
    public void SetUp() => _host = new MfaHost(o => o.Issuer = "Contoso Bank");

    [TearDown]
    public async Task TearDown() => await _host.DisposeAsync();

    [Test]
    public async Task Nothing_is_active_until_a_code_confirms_it()
    {
        var enrollment = await BeginAsync("ada");
        Assert.Multiple(async () =>
        {
            Assert.That((await _host.Mfa.GetStatusAsync("ada")).IsEnabled, Is.False);
            Assert.That(await _host.Mfa.BeginSignInAsync("ada", _host.PasswordOnly()), Is.InstanceOf<MfaSignIn.Complete>());
            Assert.That(
                await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, new TestPhone(enrollment, _host.Clock).Code()),
                Is.InstanceOf<MfaVerification.Invalid>());
        });
    }

    [Test]
    public async Task The_first_confirmed_authenticator_brings_ten_recovery_codes_and_the_second_none()
    {
        var first = await _host.EnrollPhoneAsync("ada");
        var second = await _host.EnrollPhoneAsync("ada", "tablet");
        var status = await _host.Mfa.GetStatusAsync("ada");
        Assert.Multiple(() =>
        {
            Assert.That(first.RecoveryCodes, Has.Count.EqualTo(10).And.Unique);
            Assert.That(second.RecoveryCodes, Is.Empty);
            Assert.That(status.RecoveryCodesLeft, Is.EqualTo(10));
            Assert.That(status.Authenticators.Select(a => a.Name), Is.EqualTo(new[] { "phone", "tablet" }));
            Assert.That(status.IsEnabled);
        });
    }

    [Test]
    public async Task The_secret_has_160_bits_and_is_different_every_time()
    {
        TotpEnrollment first = await BeginAsync("ada"), second = await BeginAsync("ada");
        Assert.That(new TestPhone(first, _host.Clock).SecretBits, Is.EqualTo(160));
        Assert.That(first.Secret, Is.Not.EqualTo(second.Secret));
    }

    [Test]
    public async Task A_wrong_code_leaves_it_pending_and_a_right_one_confirms_it_then()
    {
        var enrollment = await BeginAsync("ada");
        var phone = new TestPhone(enrollment, _host.Clock);
        Assert.Multiple(async () =>
        {
            Assert.That(await _host.Mfa.ConfirmAsync("ada", enrollment.AuthenticatorId, phone.WrongCode()), Is.InstanceOf<MfaConfirmation.Invalid>());
            Assert.That(await _host.Mfa.ConfirmAsync("ada", enrollment.AuthenticatorId, phone.Code()), Is.InstanceOf<MfaConfirmation.Confirmed>());
            Assert.That(await _host.Mfa.ConfirmAsync("ada", enrollment.AuthenticatorId, phone.Code(1)), Is.InstanceOf<MfaConfirmation.NotFound>());
        });
    }

    [Test]
    public async Task The_confirming_code_does_not_work_again_at_sign_in()
    {
        var enrollment = await BeginAsync("ada");
        var phone = new TestPhone(enrollment, _host.Clock);
        var code = phone.Code();
        await _host.Mfa.ConfirmAsync("ada", enrollment.AuthenticatorId, code);
        Assert.That(
            await _host.Mfa.VerifyChallengeAsync(await _host.ChallengeAsync("ada"), MfaMethod.Totp, code), Is.InstanceOf<MfaVerification.Replayed>());
    }

    [Test]
    public async Task Another_subject_cannot_confirm_it()
    {
        var enrollment = await BeginAsync("ada");
        var code = new TestPhone(enrollment, _host.Clock).Code();
        Assert.That(await _host.Mfa.ConfirmAsync("eve", enrollment.AuthenticatorId, code), Is.InstanceOf<MfaConfirmation.NotFound>());
    }

    [Test]
    public async Task A_pending_one_expires_after_15_minutes()
    {
        var enrollment = await BeginAsync("ada");
        _host.Clock.Advance(TimeSpan.FromMinutes(15));
        var code = new TestPhone(enrollment, _host.Clock).Code();
        Assert.That(await _host.Mfa.ConfirmAsync("ada", enrollment.AuthenticatorId, code), Is.InstanceOf<MfaConfirmation.NotFound>());
    }

    [Test]
    public async Task Ten_authenticators_are_the_limit()
    {
        for (var i = 0; i < 10; i++)
        {
            await BeginAsync("ada");
        }

        Assert.That(
            await _host.Mfa.BeginTotpEnrollmentAsync("ada", "ada", "one more"),
            Is.EqualTo(new TotpEnrollmentStart.LimitReached(10)));
    }

    [Test]
    public async Task Guesses_of_the_confirming_code_are_limited()
    {
        var enrollment = await BeginAsync("ada");
        var phone = new TestPhone(enrollment, _host.Clock);
        for (var i = 0; i < 5; i++)
        {
            Assert.That(await _host.Mfa.ConfirmAsync("ada", enrollment.AuthenticatorId, phone.WrongCode()), Is.InstanceOf<MfaConfirmation.Invalid>());
        }

        Assert.That(
            await _host.Mfa.ConfirmAsync("ada", enrollment.AuthenticatorId, phone.Code()),
            Is.EqualTo(new MfaConfirmation.Throttled(TimeSpan.FromHours(1))));
    }

    [TestCase("Contoso Bank", "ada@example.com")]
    [TestCase("Bücherei Köln", "Žofie Nováková")]
    [TestCase("東京銀行", "山田 太郎")]
    [TestCase("بنك", "مستخدم")]
    [TestCase("Shop 🛒", "👩‍💻 dev")]
    [TestCase("A&B?=/#%", "a:b&secret=AAAA?x#y%25")]
    public async Task Issuer_and_account_in_any_script_survive_the_uri(string issuer, string account)
    {
        await using var host = new MfaHost(o => o.Issuer = issuer);
        var enrollment = ((TotpEnrollmentStart.Started)await host.Mfa.BeginTotpEnrollmentAsync("ada", account, "phone")).Enrollment;
        var uri = new Uri(enrollment.Uri);
        var query = HttpUtility.ParseQueryString(uri.Query);
        var label = Uri.UnescapeDataString(uri.AbsolutePath[1..]);
        Assert.Multiple(() =>
        {
            Assert.That(enrollment.Uri, Does.StartWith("otpauth://totp/").And.Match("^[\\x21-\\x7e]+$"));
            Assert.That(label, Is.EqualTo($"{issuer}:{account}"));
            Assert.That(query["issuer"], Is.EqualTo(issuer));
            Assert.That(query["secret"], Is.EqualTo(enrollment.Secret));
            Assert.That(query.Count, Is.EqualTo(5));
        });
    }

    [TestCase(TotpAlgorithm.Sha256, 8, 60)]
    [TestCase(TotpAlgorithm.Sha512, 6, 30)]
    public async Task An_authenticator_keeps_the_parameters_it_was_made_with(TotpAlgorithm algorithm, int digits, int seconds)
    {
        MfaOptions? live = null;
        await using var host = new MfaHost(o =>
        {
            o.Totp.Algorithm = algorithm;
            o.Totp.Digits = digits;
            o.Totp.Period = TimeSpan.FromSeconds(seconds);
            live = o;
        });
        var phone = await host.EnrollPhoneAsync("ada");
        live!.Totp.Algorithm = TotpAlgorithm.Sha1;
        live.Totp.Digits = 6;
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.That(
            await host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, phone.Code()), Is.InstanceOf<MfaVerification.Verified>());
    }

    [TestCase(null, "ada", "name", "required")]
    [TestCase("  ", "ada", "name", "required")]
    [TestCase("a\nb", "ada", "name", "invalid_characters")]
    [TestCase("phone", null, "accountName", "required")]
    [TestCase("phone", "a\u0000b", "accountName", "invalid_characters")]
    public async Task Inputs_are_checked(string? name, string? account, string input, string code)
    {
        var refused = (TotpEnrollmentStart.Refused)await _host.Mfa.BeginTotpEnrollmentAsync("ada", account, name);
        Assert.That(refused.Problems.Select(p => (p.Input, p.Code)), Is.EqualTo(new[] { (input, code) }));
    }

    [Test]
    public async Task Inputs_are_bounded_and_broken_unicode_is_refused()
    {
        var tooLong = (TotpEnrollmentStart.Refused)await _host.Mfa.BeginTotpEnrollmentAsync("ada", new string('a', 255), new string('n', 65));
        var tooWide = (TotpEnrollmentStart.Refused)await _host.Mfa.BeginTotpEnrollmentAsync("ada", new string('鍵', 254), "n");
        var broken = (TotpEnrollmentStart.Refused)await _host.Mfa.BeginTotpEnrollmentAsync("ada", "a\ud800b", "\udc00");
        Assert.Multiple(() =>
        {
            Assert.That(tooLong.Problems.Select(p => p.Code), Is.EqualTo(new[] { "too_long", "too_long" }));
            Assert.That(tooWide.Problems.Select(p => p.Code), Is.EqualTo(new[] { "too_long" }));
            Assert.That(broken.Problems.Select(p => p.Code), Is.EqualTo(new[] { "invalid_characters", "invalid_characters" }));
        });
    }

    [Test]
    public void A_subject_that_is_none_is_misuse()
    {
        Assert.That(async () => await _host.Mfa.GetStatusAsync(string.Empty), Throws.ArgumentException);
        Assert.That(async () => await _host.Mfa.GetStatusAsync(new string('s', 257)), Throws.ArgumentException);
        Assert.That(async () => await _host.Mfa.GetStatusAsync("a\nb"), Throws.ArgumentException);
    }

    [Test]
    public async Task The_secret_is_kept_encrypted_and_opens_in_its_own_row_only()
    {
        var store = _host.Get<IAuthenticatorStore>();
        var enrollment = await BeginAsync("ada");
        var kept = (await store.GetAsync("ada", default)).Authenticators.Single();
        var moved = kept with { Id = new string('0', 32) };
        await store.TryAddAsync(moved, 10, DateTimeOffset.MinValue, default);
        var stolen = kept with { Subject = "eve", Id = new string('1', 32) };
        await store.TryAddAsync(stolen, 10, DateTimeOffset.MinValue, default);
        var code = new TestPhone(enrollment, _host.Clock).Code();
        Assert.Multiple(() =>
        {
            Assert.That(async () => await _host.Mfa.ConfirmAsync("ada", moved.Id, code), Throws.InstanceOf<Crypto.DecryptionFailedException>());
            Assert.That(async () => await _host.Mfa.ConfirmAsync("eve", stolen.Id, code), Throws.InstanceOf<Crypto.DecryptionFailedException>());
        });
    }

    private async Task<TotpEnrollment> BeginAsync(string subject) =>
        ((TotpEnrollmentStart.Started)await _host.Mfa.BeginTotpEnrollmentAsync(subject, subject, "phone")).Enrollment;
}
