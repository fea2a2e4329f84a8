using SecurityKit.Mfa.Tests.Support;

namespace SecurityKit.Mfa.Tests.Messages;

[TestFixture]
public sealed class NoticeTests
{
    private MfaHost _host = null!;

    [SetUp]
    public void SetUp() => _host = new MfaHost(
        o =>
        {
            o.Issuer = "Contoso";
            o.Texts["de"] = new MfaTexts
            {
                NoticeTitle = "Die Anmeldung bei {issuer} hat sich geändert",
                AuthenticatorAdded = "Neuer Faktor am {time}.",
                Sms = "{code} ist Ihr Code.",
                EmailBody = "{code} ist Ihr Code.",
            };
        },
        s => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<ISubjectContacts>(s, new FixedContacts()));

    [TearDown]
    public async Task TearDown() => await _host.DisposeAsync();

    [Test]
    public async Task Every_change_is_told_to_its_subject()
    {
        var phone = await _host.EnrollPhoneAsync("ada");
        await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.RecoveryCode, phone.RecoveryCodes[0]);
        await _host.Mfa.RegenerateRecoveryCodesAsync("ada", _host.FreshFactors());
        await _host.Mfa.TrustDeviceAsync("ada", "laptop", _host.FreshFactors());
        await _host.Mfa.RemoveAsync("ada", phone.AuthenticatorId, _host.FreshFactors());
        await DrainAsync();
        var bodies = _host.Sender.Messages.Select(m => m.Body).ToArray();
        Assert.That(bodies, Has.Length.EqualTo(6));
        Assert.Multiple(() =>
        {
            Assert.That(bodies[0], Does.StartWith("A new way to confirm your sign-in was added to your Contoso account at "));
            Assert.That(bodies[1], Does.StartWith("A recovery code was used"));
            Assert.That(bodies[2], Does.StartWith("New recovery codes"));
            Assert.That(bodies[3], Does.StartWith("A device was marked as trusted"));
            Assert.That(bodies[4], Does.StartWith("A way to confirm your sign-in was removed"));
            Assert.That(bodies[5], Does.StartWith("Signing in to your Contoso account takes your password alone"));
            Assert.That(bodies, Has.All.Contains("If this was not you").And.All.Not.Contains("{"));
            Assert.That(_host.Sender.Messages.Select(m => m.Destination), Has.All.EqualTo("ada@mail.example"));
        });
    }

    [Test]
    public async Task Refused_changes_and_wrong_codes_send_no_notice()
    {
        var phone = await _host.EnrollPhoneAsync("ada");
        await DrainAsync();
        _host.Sender.Messages.Clear();
        await _host.Mfa.RemoveAsync("ada", phone.AuthenticatorId, _host.PasswordOnly());
        await _host.Mfa.RegenerateRecoveryCodesAsync("ada", _host.PasswordOnly());
        await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.RecoveryCode, "0000-0000-0000-0000-0000-0000");
        await DrainAsync();
        Assert.That(_host.Sender.Messages, Is.Empty);
    }

    [TestCase("de-AT,de;q=0.9,en;q=0.8", "Neuer Faktor am 05.01.2026")]
    [TestCase("de", "Neuer Faktor am")]
    [TestCase("fr", "A new way")]
    [TestCase("*", "A new way")]
    [TestCase("x-y-z-nonsense-language-name-that-is-much-too-long", "A new way")]
    [TestCase("<script>", "A new way")]
    public async Task The_language_is_the_readers(string acceptLanguage, string start)
    {
        _host.Get<IOperationContextAccessor>().Current = new OperationContext { AcceptLanguage = acceptLanguage };
        await _host.EnrollPhoneAsync("ada");
        await DrainAsync();
        Assert.That(_host.Sender.Last.Body.Replace('\u202f', ' '), Does.StartWith(start));
    }

    [Test]
    public async Task A_broken_carrier_undoes_nothing_and_is_reported()
    {
        _host.Sender.Failure = new MessageNotSentException("The carrier is away.");
        await _host.EnrollPhoneAsync("ada");
        await DrainAsync();
        Assert.That((await _host.Mfa.GetStatusAsync("ada")).IsEnabled);
        Assert.That(_host.Sink.Events.Single(e => e.Type == MfaEventTypes.NoticeFailed).Reason, Is.EqualTo("not_sent"));
    }

    [Test]
    public async Task A_carrier_that_gives_up_by_itself_is_reported_and_the_next_notice_goes_out()
    {
        _host.Sender.Failure = new TaskCanceledException("The carrier's own time limit.");
        await _host.EnrollPhoneAsync("ada");
        await DrainAsync();
        Assert.That(_host.Sink.Events.Single(e => e.Type == MfaEventTypes.NoticeFailed).Reason, Is.EqualTo("not_sent"));

        _host.Sender.Failure = null;
        await _host.EnrollPhoneAsync("ada", "Tablet");
        await DrainAsync();
        Assert.That(_host.Sender.Messages, Is.Not.Empty);
    }

    [Test]
    public async Task Without_an_account_address_the_email_authenticator_is_told()
    {
        await using var host = new MfaHost();
        await host.EnrollSentAsync("ada", MfaMethod.Email, "ada@example.com");
        host.Sender.Messages.Clear();
        await host.EnrollPhoneAsync("ada");
        await host.Get<MfaNoticeQueue>().DrainAsync(default);
        Assert.That(host.Sender.Messages.Select(m => (m.Purpose, m.Destination)), Is.EqualTo(new[] { ("mfa.notice", "ada@example.com"), ("mfa.notice", "ada@example.com") }));
    }

    [Test]
    public async Task Without_any_address_that_is_reported()
    {
        await using var host = new MfaHost();
        await host.EnrollPhoneAsync("ada");
        await host.Get<MfaNoticeQueue>().DrainAsync(default);
        Assert.That(host.Sink.Events.Single(e => e.Type == MfaEventTypes.NoticeFailed).Reason, Is.EqualTo("no_recipient"));
    }

    [Test]
    public async Task A_code_comes_in_the_readers_language_and_not_in_the_title()
    {
        _host.Get<IOperationContextAccessor>().Current = new OperationContext { AcceptLanguage = "de" };
        await _host.Mfa.BeginSentCodeEnrollmentAsync("ada", MfaMethod.Email, "ada@example.com");
        Assert.That(_host.Sender.Last.Body, Does.Match("^[0-9]{6} ist Ihr Code.$"));
        Assert.That(_host.Sender.Last.Title, Is.EqualTo("Your Contoso code"));
        Assert.That(_host.Sender.Last.ToString(), Does.Not.Contain(_host.Sender.LastCode).And.Not.Contain("ada@"));
    }

    [Test]
    public async Task At_the_stop_what_waits_is_sent()
    {
        await _host.EnrollPhoneAsync("ada");
        var queue = _host.Get<MfaNoticeQueue>();
        await queue.StartAsync(default);
        await queue.StopAsync(default);
        Assert.That(_host.Sender.Messages.Single().Purpose, Is.EqualTo("mfa.notice"));
    }

    [Test]
    public async Task What_waits_when_the_time_is_up_is_reported_with_its_subject()
    {
        await _host.EnrollPhoneAsync("ada");
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        var queue = _host.Get<MfaNoticeQueue>();
        Assert.ThrowsAsync<OperationCanceledException>(async () => await queue.DrainAsync(atOnce.Token));
        await queue.StopAsync(default);
        var lost = _host.Sink.Events.Single(e => e.Type == MfaEventTypes.NoticeFailed);
        Assert.That((lost.Subject, lost.Reason, lost.Data["notice"]), Is.EqualTo(("ada", "stopped", "AuthenticatorAdded")));
        Assert.That(_host.Sender.Messages, Is.Empty);
    }

    private ValueTask DrainAsync() => _host.Get<MfaNoticeQueue>().DrainAsync(default);
}
