using SecurityKit.Mfa.Tests.Support;

namespace SecurityKit.Mfa.Tests.OneTimeCodes;

[TestFixture(MfaMethod.Sms, "+44 7700 900123", "+447700900123", "+44 ••• 23")]
[TestFixture(MfaMethod.Email, " Ada@Mail.Example ", "Ada@mail.example", "A•••@mail.example")]
public sealed class SentCodeTests(MfaMethod method, string typed, string canonical, string masked)
{
    private MfaHost _host = null!;

    [SetUp]
    public void SetUp() => _host = new MfaHost(o => o.Budgets.Deliveries = o.Budgets.DeliveriesPerDestination = 50);

    [TearDown]
    public async Task TearDown() => await _host.DisposeAsync();

    [Test]
    public async Task A_code_of_six_digits_goes_to_the_canonical_destination_and_confirms_it()
    {
        var started = (SentCodeEnrollmentStart.Started)await _host.Mfa.BeginSentCodeEnrollmentAsync("ada", method, typed);
        Assert.Multiple(async () =>
        {
            Assert.That(started.MaskedDestination, Is.EqualTo(masked));
            Assert.That(started.ExpiresAt, Is.EqualTo(_host.Clock.GetUtcNow().AddMinutes(10)));
            Assert.That(_host.Sender.Last.Destination, Is.EqualTo(canonical));
            Assert.That(_host.Sender.Last.Channel, Is.EqualTo(method == MfaMethod.Sms ? MessageChannel.Sms : MessageChannel.Email));
            Assert.That(_host.Sender.LastCode, Has.Length.EqualTo(6));
            Assert.That((await _host.Mfa.GetStatusAsync("ada")).IsEnabled, Is.False);
        });

        var confirmed = (MfaConfirmation.Confirmed)await _host.Mfa.ConfirmAsync("ada", started.AuthenticatorId, _host.Sender.LastCode);
        Assert.That(confirmed.RecoveryCodes, Has.Count.EqualTo(10));
        Assert.That((await _host.Mfa.GetStatusAsync("ada")).Authenticators.Single().Name, Is.EqualTo(masked));
    }

    [Test]
    public async Task A_code_completes_a_sign_in_once()
    {
        await EnrollAsync();
        var token = await _host.ChallengeAsync("ada");
        var sent = (MfaDelivery.Sent)await _host.Mfa.SendCodeAsync(token, method);
        var code = _host.Sender.LastCode;
        var verified = (MfaVerification.Verified)await _host.Mfa.VerifyChallengeAsync(token, method, code);
        Assert.Multiple(async () =>
        {
            Assert.That(sent.MaskedDestination, Is.EqualTo(masked));
            Assert.That(verified.Factor.Method, Is.EqualTo(method == MfaMethod.Sms ? "sms" : "email"));
            Assert.That(verified.Level, Is.EqualTo(method == MfaMethod.Sms ? AssuranceLevel.Two : AssuranceLevel.One), "e-mail never makes AAL2");
            Assert.That(await _host.Mfa.VerifyChallengeAsync(await _host.ChallengeAsync("ada"), method, code), Is.InstanceOf<MfaVerification.Invalid>());
            Assert.That((await _host.Mfa.GetStatusAsync("ada")).Authenticators.Single().LastUsedAt, Is.EqualTo(_host.Clock.GetUtcNow()));
        });
    }

    [Test]
    public async Task A_thousand_parallel_submissions_of_one_code_give_exactly_one_success()
    {
        await EnrollAsync();
        await _host.Mfa.SendStepUpCodeAsync("ada", method);
        var code = _host.Sender.LastCode;
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(
            _ => Task.Run(async () => await _host.Mfa.VerifyStepUpAsync("ada", method, code))));
        Assert.That(answers.Count(a => a is MfaVerification.Verified), Is.EqualTo(1));
    }

    [Test]
    public async Task A_code_has_three_guesses()
    {
        await EnrollAsync();
        await _host.Mfa.SendStepUpCodeAsync("ada", method);
        var code = _host.Sender.LastCode;
        for (var i = 0; i < 3; i++)
        {
            Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", method, _host.Sender.WrongCode), Is.InstanceOf<MfaVerification.Invalid>());
        }

        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", method, code), Is.InstanceOf<MfaVerification.Invalid>());
    }

    [Test]
    public async Task Sending_again_never_refills_the_guesses_of_the_hour()
    {
        await EnrollAsync();
        for (var i = 0; i < 5; i++)
        {
            await _host.Mfa.SendStepUpCodeAsync("ada", method);
            Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", method, _host.Sender.WrongCode), Is.InstanceOf<MfaVerification.Invalid>());
        }

        Assert.That(await _host.Mfa.SendStepUpCodeAsync("ada", method), Is.InstanceOf<MfaDelivery.Sent>());
        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", method, _host.Sender.LastCode), Is.InstanceOf<MfaVerification.Throttled>());
    }

    [Test]
    public async Task A_code_works_for_ten_minutes()
    {
        await EnrollAsync();
        await _host.Mfa.SendStepUpCodeAsync("ada", method);
        var first = _host.Sender.LastCode;
        _host.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", method, first), Is.InstanceOf<MfaVerification.Invalid>());

        await _host.Mfa.SendStepUpCodeAsync("ada", method);
        _host.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", method, _host.Sender.LastCode), Is.InstanceOf<MfaVerification.Verified>());
    }

    [Test]
    public async Task A_new_code_ends_the_old_one()
    {
        await EnrollAsync();
        await _host.Mfa.SendStepUpCodeAsync("ada", method);
        var old = _host.Sender.LastCode;
        await _host.Mfa.SendStepUpCodeAsync("ada", method);
        if (old != _host.Sender.LastCode)
        {
            Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", method, old), Is.InstanceOf<MfaVerification.Invalid>());
        }

        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", method, _host.Sender.LastCode), Is.InstanceOf<MfaVerification.Verified>());
    }

    [Test]
    public async Task A_code_of_one_sign_in_works_in_no_other_and_not_at_step_up()
    {
        await EnrollAsync();
        var mine = await _host.ChallengeAsync("ada");
        var other = await _host.ChallengeAsync("ada");
        await _host.Mfa.SendCodeAsync(mine, method);
        var code = _host.Sender.LastCode;
        Assert.Multiple(async () =>
        {
            Assert.That(await _host.Mfa.VerifyChallengeAsync(other, method, code), Is.InstanceOf<MfaVerification.Invalid>());
            Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", method, code), Is.InstanceOf<MfaVerification.Invalid>());
            Assert.That(await _host.Mfa.VerifyChallengeAsync(mine, method, code), Is.InstanceOf<MfaVerification.Verified>());
        });
    }

    [Test]
    public async Task A_carrier_that_refuses_is_told_and_leaves_no_pending_authenticator()
    {
        _host.Sender.Failure = new MessageNotSentException("The carrier is away.");
        Assert.That(await _host.Mfa.BeginSentCodeEnrollmentAsync("ada", method, typed), Is.InstanceOf<SentCodeEnrollmentStart.NotSent>());
        Assert.That((await _host.Get<IAuthenticatorStore>().GetAsync("ada", default)).Authenticators, Is.Empty);
        Assert.That(_host.Sink.Events.Count(e => e.Type == MfaEventTypes.CodeSent && e.Reason == "not_sent"), Is.EqualTo(1));
    }

    [Test]
    public async Task Without_a_sender_the_method_is_not_offered()
    {
        await EnrollAsync();
        _host.Sender.Channels.Clear();
        var token = await _host.ChallengeAsync("ada");
        Assert.Multiple(async () =>
        {
            Assert.That(await _host.Mfa.GetMethodsAsync(token), Is.EqualTo(new[] { MfaMethod.RecoveryCode }));
            Assert.That(await _host.Mfa.SendCodeAsync(token, method), Is.InstanceOf<MfaDelivery.Unavailable>());
            Assert.That(await _host.Mfa.BeginSentCodeEnrollmentAsync("ada", method, typed), Is.InstanceOf<SentCodeEnrollmentStart.Unavailable>());
        });
    }

    [Test]
    public async Task A_method_that_is_switched_off_is_gone()
    {
        MfaOptions? live = null;
        await using var host = new MfaHost(o => live = o);
        await host.EnrollSentAsync("ada", method, typed);
        await host.Mfa.SendStepUpCodeAsync("ada", method);
        live!.DisabledMethods.Add(method);
        Assert.Multiple(async () =>
        {
            Assert.That(await host.Mfa.VerifyStepUpAsync("ada", method, host.Sender.LastCode), Is.InstanceOf<MfaVerification.Invalid>());
            Assert.That(await host.Mfa.SendStepUpCodeAsync("ada", method), Is.InstanceOf<MfaDelivery.Unavailable>());
            Assert.That(await host.Mfa.BeginSentCodeEnrollmentAsync("eve", method, typed), Is.InstanceOf<SentCodeEnrollmentStart.Unavailable>());
            Assert.That(await host.Mfa.GetMethodsAsync(await host.ChallengeAsync("ada")), Is.EqualTo(new[] { MfaMethod.RecoveryCode }));
        });
    }

    [Test]
    public async Task Codes_and_destinations_are_neither_logged_nor_in_events_nor_kept()
    {
        await EnrollAsync();
        await _host.Mfa.SendStepUpCodeAsync("ada", method);
        var code = _host.Sender.LastCode;
        await _host.Mfa.VerifyStepUpAsync("ada", method, code);
        var destination = canonical;
        var texts = _host.Logs.Lines.Concat(_host.Sink.Events.SelectMany(e => e.Data.Values.Append(e.ToString()))).ToArray();
        Assert.Multiple(async () =>
        {
            Assert.That(texts.Where(t => t.Contains(destination, StringComparison.OrdinalIgnoreCase)), Is.Empty);
            Assert.That(texts.Where(t => System.Text.RegularExpressions.Regex.IsMatch(t, $"(?<![0-9a-f.-]){code}(?![0-9a-f-])")), Is.Empty);
            var kept = (await _host.Get<IAuthenticatorStore>().GetAsync("ada", default)).Authenticators.Single().Protected;
            Assert.That(System.Text.Encoding.UTF8.GetString(kept), Does.Not.Contain(destination));
        });
    }

    [Test]
    public async Task What_is_kept_of_a_code_is_a_keyed_hash_bound_to_its_place()
    {
        await EnrollAsync();
        await _host.Mfa.SendStepUpCodeAsync("ada", method);
        var id = $"{(await _host.Mfa.GetStatusAsync("ada")).Authenticators.Single().Id}|step_up";
        var hash = await _host.Get<IOneTimeCodeStore>().TryTakeGuessAsync(id, _host.Clock.GetUtcNow(), default);
        var code = System.Text.Encoding.UTF8.GetBytes(_host.Sender.LastCode);
        Assert.That(hash, Is.Not.Null);
        Assert.That(hash, Is.Not.EqualTo(System.Security.Cryptography.SHA256.HashData(code)));
        Assert.That(_host.Get<Crypto.IKeyedHasher>().Verify("mfa.one_time_code", [.. System.Text.Encoding.UTF8.GetBytes(id + "|"), .. code], hash), Is.True);
    }

    private Task<string> EnrollAsync() => _host.EnrollSentAsync("ada", method, typed);
}
