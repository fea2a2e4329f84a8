using System.Text;
using SecurityKit.Mfa.Tests.Support;

namespace SecurityKit.Mfa.Tests.RecoveryCodes;

[TestFixture]
public sealed class RecoveryCodeTests
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
    public void A_code_has_120_bits_in_groups_that_can_be_read_aloud() =>
        Assert.That(_phone.RecoveryCodes, Has.All.Match("^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){5}$"));

    [Test]
    public async Task The_codes_that_were_shown_are_the_codes_that_work_each_once()
    {
        for (var i = 0; i < 10; i++)
        {
            var verified = (MfaVerification.Verified)await _host.Mfa.VerifyChallengeAsync(
                await _host.ChallengeAsync("ada"), MfaMethod.RecoveryCode, _phone.RecoveryCodes[i]);
            Assert.That(verified.Level, Is.EqualTo(AssuranceLevel.Two));
            Assert.That(verified.Factor.Method, Is.EqualTo("recovery"));
            Assert.That((await _host.Mfa.GetStatusAsync("ada")).RecoveryCodesLeft, Is.EqualTo(9 - i));
        }

        Assert.That(
            await _host.Mfa.VerifyChallengeAsync(await _host.ChallengeAsync("ada"), MfaMethod.RecoveryCode, _phone.RecoveryCodes[0]),
            Is.InstanceOf<MfaVerification.Invalid>());
        Assert.That(await _host.Mfa.GetMethodsAsync(await _host.ChallengeAsync("ada")), Is.EqualTo(new[] { MfaMethod.Totp }));
    }

    [Test]
    public async Task Parallel_use_of_one_code_succeeds_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(
            async () => await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.RecoveryCode, _phone.RecoveryCodes[0]))));
        Assert.That(answers.Count(a => a is MfaVerification.Verified), Is.EqualTo(1));
        Assert.That((await _host.Mfa.GetStatusAsync("ada")).RecoveryCodesLeft, Is.EqualTo(9));
    }

    [Test]
    public async Task Small_letters_missing_hyphens_and_look_alikes_do_not_matter()
    {
        var typed = _phone.RecoveryCodes[0].Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant()
            .Replace('0', 'o').Replace('1', 'l');
        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.RecoveryCode, typed), Is.InstanceOf<MfaVerification.Verified>());
    }

    [Test]
    public async Task A_code_of_another_subject_is_wrong()
    {
        var eve = await _host.EnrollPhoneAsync("eve");
        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.RecoveryCode, eve.RecoveryCodes[0]), Is.InstanceOf<MfaVerification.Invalid>());
        Assert.That((await _host.Mfa.GetStatusAsync("eve")).RecoveryCodesLeft, Is.EqualTo(10));
    }

    [Test]
    public async Task New_codes_end_the_old_ones()
    {
        var regenerated = (RecoveryCodeRegeneration.Regenerated)await _host.Mfa.RegenerateRecoveryCodesAsync("ada", _host.FreshFactors());
        Assert.Multiple(async () =>
        {
            Assert.That(regenerated.RecoveryCodes, Has.Count.EqualTo(10));
            Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.RecoveryCode, _phone.RecoveryCodes[1]), Is.InstanceOf<MfaVerification.Invalid>());
            Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.RecoveryCode, regenerated.RecoveryCodes[1]), Is.InstanceOf<MfaVerification.Verified>());
        });
    }

    [Test]
    public async Task New_codes_need_a_fresh_second_factor_and_an_authenticator()
    {
        Assert.Multiple(async () =>
        {
            Assert.That(await _host.Mfa.RegenerateRecoveryCodesAsync("ada", _host.PasswordOnly()), Is.InstanceOf<RecoveryCodeRegeneration.StepUpRequired>());
            Assert.That(await _host.Mfa.RegenerateRecoveryCodesAsync("bob", _host.FreshFactors()), Is.InstanceOf<RecoveryCodeRegeneration.NotEnabled>());
        });
    }

    [Test]
    public async Task What_is_kept_of_a_code_is_a_keyed_hash()
    {
        var hasher = _host.Get<Crypto.IKeyedHasher>();
        var normalized = _phone.RecoveryCodes[0].Replace("-", string.Empty, StringComparison.Ordinal);
        var store = _host.Get<IAuthenticatorStore>();
        Assert.Multiple(async () =>
        {
            Assert.That(await store.TrySpendRecoveryCodeAsync("ada", Encoding.UTF8.GetBytes(normalized), default), Is.False);
            Assert.That(await store.TrySpendRecoveryCodeAsync("ada", System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(normalized)), default), Is.False);
            Assert.That(await store.TrySpendRecoveryCodeAsync("ada", hasher.Index("mfa.recovery_code", Encoding.UTF8.GetBytes($"3:ada{normalized}")), default), Is.True);
        });
    }

    [Test]
    public async Task Using_one_raises_an_event_that_tells_how_many_are_left()
    {
        await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.RecoveryCode, _phone.RecoveryCodes[0]);
        var used = _host.Sink.Events.Single(e => e.Type == MfaEventTypes.RecoveryCodeUsed);
        Assert.That(used.Data["left"], Is.EqualTo("9"));
        Assert.That(used.Severity, Is.EqualTo(SecurityEventSeverity.Medium));
    }
}
