using SecurityKit.Mfa.Tests.Support;

namespace SecurityKit.Mfa.Tests.TrustedDevices;

[TestFixture]
public sealed class TrustedDeviceTests
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
    public async Task A_trusted_device_saves_the_second_factor_for_thirty_days_and_raises_no_level()
    {
        var granted = await TrustAsync();
        _host.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        var complete = (MfaSignIn.Complete)await _host.Mfa.BeginSignInAsync("ada", _host.PasswordOnly(), granted.Token);
        Assert.That(complete.Level, Is.EqualTo(AssuranceLevel.One));
        Assert.That(complete.Factors.Select(f => f.Method), Is.EqualTo(new[] { "pwd", "trusted_device" }));

        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await _host.Mfa.BeginSignInAsync("ada", _host.PasswordOnly(), granted.Token), Is.InstanceOf<MfaSignIn.ChallengeRequired>());
    }

    [TestCase("")]
    [TestCase("1")]
    [TestCase("true")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task The_mere_presence_of_a_value_never_skips_the_second_factor(string value)
    {
        await TrustAsync();
        Assert.That(await _host.Mfa.BeginSignInAsync("ada", _host.PasswordOnly(), value), Is.InstanceOf<MfaSignIn.ChallengeRequired>());
    }

    [Test]
    public async Task Another_subjects_token_is_worth_nothing()
    {
        var granted = await TrustAsync();
        await _host.EnrollPhoneAsync("eve");
        Assert.That(await _host.Mfa.BeginSignInAsync("eve", _host.PasswordOnly(), granted.Token), Is.InstanceOf<MfaSignIn.ChallengeRequired>());
    }

    [Test]
    public async Task Trusting_a_device_takes_a_fresh_second_factor_which_a_trusted_device_is_not()
    {
        var factors = new[] { new AuthenticationFactor("pwd", _host.Clock.GetUtcNow()), new AuthenticationFactor("trusted_device", _host.Clock.GetUtcNow()) };
        Assert.That(await _host.Mfa.TrustDeviceAsync("ada", "laptop", factors), Is.InstanceOf<TrustedDeviceGrant.StepUpRequired>());
        Assert.That(await _host.Mfa.RemoveAsync("ada", _phone.AuthenticatorId, factors), Is.EqualTo(MfaChange.StepUpRequired));
    }

    [Test]
    public async Task A_revoked_device_is_asked_again()
    {
        TrustedDeviceGrant.Granted first = await TrustAsync(), second = await TrustAsync("desk");
        Assert.That((await _host.Mfa.GetTrustedDevicesAsync("ada")).Select(d => d.Name), Is.EqualTo(new[] { "laptop", "desk" }));
        Assert.That(await _host.Mfa.RevokeTrustedDeviceAsync("ada", first.Device.Id), Is.True);
        Assert.Multiple(async () =>
        {
            Assert.That(await _host.Mfa.RevokeTrustedDeviceAsync("ada", first.Device.Id), Is.False);
            Assert.That(await _host.Mfa.BeginSignInAsync("ada", _host.PasswordOnly(), first.Token), Is.InstanceOf<MfaSignIn.ChallengeRequired>());
            Assert.That(await _host.Mfa.BeginSignInAsync("ada", _host.PasswordOnly(), second.Token), Is.InstanceOf<MfaSignIn.Complete>());
            Assert.That(await _host.Mfa.RevokeAllTrustedDevicesAsync("ada"), Is.EqualTo(1));
            Assert.That(await _host.Mfa.BeginSignInAsync("ada", _host.PasswordOnly(), second.Token), Is.InstanceOf<MfaSignIn.ChallengeRequired>());
        });
    }

    [Test]
    public async Task A_changed_password_ends_all_trust()
    {
        var granted = await TrustAsync();
        await _host.Get<ISecurityEvents>().RaiseAsync(
            new SecurityEvent { Type = SecurityEventTypes.PasswordChanged, Outcome = SecurityEventOutcome.Success, Subject = "ada" });
        Assert.That(await _host.Mfa.BeginSignInAsync("ada", _host.PasswordOnly(), granted.Token), Is.InstanceOf<MfaSignIn.ChallengeRequired>());
    }

    [Test]
    public async Task Trust_does_not_outlive_the_factor_it_stood_in_for()
    {
        var granted = await TrustAsync();
        await _host.Mfa.RemoveAsync("ada", _phone.AuthenticatorId, _host.FreshFactors());
        await _host.EnrollPhoneAsync("ada", "new phone");
        Assert.That(await _host.Mfa.BeginSignInAsync("ada", _host.PasswordOnly(), granted.Token), Is.InstanceOf<MfaSignIn.ChallengeRequired>());
    }

    [Test]
    public async Task Whom_the_policy_asks_is_asked_on_trusted_devices_too()
    {
        var granted = await TrustAsync();
        _host.Roles.Roles["ada"] = ["administrator"];
        Assert.That(await _host.Mfa.BeginSignInAsync("ada", _host.PasswordOnly(), granted.Token), Is.InstanceOf<MfaSignIn.ChallengeRequired>());
        Assert.That(await _host.Mfa.TrustDeviceAsync("ada", "x", _host.FreshFactors()), Is.InstanceOf<TrustedDeviceGrant.NotAllowed>());
    }

    [Test]
    public async Task Switched_off_means_off()
    {
        MfaOptions? live = null;
        await using var host = new MfaHost(o => live = o);
        await host.EnrollPhoneAsync("ada");
        var granted = (TrustedDeviceGrant.Granted)await host.Mfa.TrustDeviceAsync("ada", "laptop", host.FreshFactors());
        live!.TrustedDevices.Lifetime = TimeSpan.Zero;
        Assert.That(await host.Mfa.BeginSignInAsync("ada", host.PasswordOnly(), granted.Token), Is.InstanceOf<MfaSignIn.ChallengeRequired>());
        Assert.That(await host.Mfa.TrustDeviceAsync("ada", "laptop", host.FreshFactors()), Is.InstanceOf<TrustedDeviceGrant.NotAllowed>());
    }

    [Test]
    public async Task The_token_is_in_no_log_event_or_text()
    {
        var granted = await TrustAsync();
        await _host.Mfa.BeginSignInAsync("ada", _host.PasswordOnly(), granted.Token);
        var texts = _host.Logs.Lines.Concat(_host.Sink.Events.SelectMany(e => e.Data.Values)).Append(granted.ToString());
        Assert.That(texts.Where(text => text.Contains(granted.Token, StringComparison.Ordinal)), Is.Empty);
        Assert.That(_host.Sink.Events.Select(e => e.Type), Does.Contain(MfaEventTypes.DeviceTrusted).And.Contain(MfaEventTypes.DeviceUsed));
    }

    private async Task<TrustedDeviceGrant.Granted> TrustAsync(string name = "laptop") =>
        (TrustedDeviceGrant.Granted)await _host.Mfa.TrustDeviceAsync("ada", name, _host.FreshFactors());
}
