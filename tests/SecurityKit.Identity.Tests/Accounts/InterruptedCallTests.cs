using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

/// <summary>What follows a change follows it whoever hangs up, and whoever repeats a call that an outage interrupted completes it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class InterruptedCallTests
{
    private const string New = "quite-another-sentence-7";

    private readonly InterferingAccountStore _accounts = new();
    private readonly SwitchedSink _reactions = new();
    private readonly CancellationTokenSource _request = new();
    private IdentityHost _host = null!;

    [SetUp]
    public void StartHost() => _host = new IdentityHost(build: kit =>
    {
        kit.Services.AddSingleton<IAccountStore>(_accounts);
        kit.Services.AddSingleton<ISecurityEventSink>(_reactions);
    });

    [TearDown]
    public async Task StopHost()
    {
        await _host.DisposeAsync();
        _request.Dispose();
    }

    [Test]
    public async Task HangingUpAfterAPasswordChange_KeepsNoSession()
    {
        var account = await _host.RegisterConfirmedAsync();
        var reset = await ResetTokenAsync();
        _accounts.After(nameof(IAccountStore.TryReplacePasswordAsync), _request.Cancel);

        var outcome = await _host.Accounts.ChangePasswordAsync(account.Subject, IdentityHost.Password, New, null, _request.Token);

        Assert.That(outcome, Is.InstanceOf<PasswordChangeOutcome.Changed>());
        Assert.That(_reactions.Of(SecurityEventTypes.PasswordChanged), Has.Count.EqualTo(1));
        Assert.That(await _host.Accounts.ResetPasswordAsync(reset, New), Is.InstanceOf<PasswordResetOutcome.InvalidToken>());
    }

    [Test]
    public async Task HangingUpAfterAReset_KeepsNoSession_AndNoApiKeyInUse()
    {
        var account = await _host.RegisterConfirmedAsync();
        var key = await KeyAsync(account.Subject);
        var token = await ResetTokenAsync();
        _accounts.After(nameof(IAccountStore.TryReplacePasswordAsync), _request.Cancel);

        var outcome = await _host.Accounts.ResetPasswordAsync(token, New, _request.Token);

        Assert.That(outcome, Is.InstanceOf<PasswordResetOutcome.Reset>());
        Assert.That(_reactions.Of(SecurityEventTypes.PasswordChanged), Has.Count.EqualTo(1));
        Assert.That(await VerifyAsync(key), Is.EqualTo(new ApiKeyOutcome.Refused(ApiKeyRefusal.Suspended)));
    }

    [Test]
    public async Task HangingUpWhileAChangeOfAddressIsTakenBack_LeavesNothingUndone()
    {
        var account = await _host.RegisterConfirmedAsync();
        await _host.Accounts.RequestEmailChangeAsync(account.Subject, IdentityHost.Password, "thief@example.net");
        await _host.Accounts.ConfirmEmailChangeAsync(await MailedAsync("identity.email_change"));
        var takesBack = await MailedAsync("identity.email_changed");
        _accounts.After(nameof(IAccountStore.TryReplaceEmailAsync), _request.Cancel);

        Assert.That(await _host.Accounts.TakeBackEmailChangeAsync(takesBack, _request.Token), Is.EqualTo(EmailConfirmation.Confirmed));

        Assert.That(await _host.SignInAsync("alice"), Is.InstanceOf<SignInOutcome.InvalidCredentials>(), "the password is void");
        Assert.That(_reactions.Of(SecurityEventTypes.PasswordChanged), Has.Count.EqualTo(1));
        Assert.That(_reactions.Of(IdentityEventTypes.EmailChangeTakenBack), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task HangingUpAfterAnAddressWasConfirmed_KeepsItFromNoEvent()
    {
        await _host.RegisterAsync();
        var token = await MailedAsync("identity.confirm");
        _accounts.After(nameof(IAccountStore.TryConfirmEmailAsync), _request.Cancel);

        Assert.That(await _host.Accounts.ConfirmEmailAsync(token, _request.Token), Is.EqualTo(EmailConfirmation.Confirmed));

        Assert.That(_reactions.Of(IdentityEventTypes.EmailConfirmed), Has.Count.EqualTo(1));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task HangingUpAfterADisablingOrADeletion_KeepsNoSession(bool deletes)
    {
        var account = await _host.RegisterAsync();
        var key = await KeyAsync(account.Subject);
        _accounts.After(nameof(IAccountStore.TrySetStatusAsync), _request.Cancel);

        Assert.That(
            deletes ? await _host.Accounts.DeleteAsync(account.Subject, _request.Token) : await _host.Accounts.DisableAsync(account.Subject, null, _request.Token), Is.True);

        Assert.That(_reactions.Of(deletes ? SecurityEventTypes.AccountDeleted : SecurityEventTypes.AccountDisabled), Has.Count.EqualTo(1));
        Assert.That(await VerifyAsync(key), Is.InstanceOf<ApiKeyOutcome.Refused>());
    }

    [Test]
    public async Task AnOutageOfOneConsequence_KeepsNoOtherFromHappening()
    {
        var account = await _host.RegisterConfirmedAsync();
        var key = await KeyAsync(account.Subject);
        var token = await ResetTokenAsync();
        _reactions.IsAway = true;

        Assert.That(async () => await _host.Accounts.ResetPasswordAsync(token, New), Throws.TypeOf<StoreUnavailableException>());
        _reactions.IsAway = false;

        Assert.That(await VerifyAsync(key), Is.EqualTo(new ApiKeyOutcome.Refused(ApiKeyRefusal.Suspended)));
        Assert.That((await _host.Accounts.FindAsync(account.Subject))!.IsEmailConfirmed, Is.True);
    }

    [Test]
    public async Task AResetThatAnOutageInterrupted_IsCompletedByTheSameCall_AndByNoOther()
    {
        await _host.RegisterConfirmedAsync();
        var token = await ResetTokenAsync();
        _reactions.IsAway = true;
        Assert.That(async () => await _host.Accounts.ResetPasswordAsync(token, New), Throws.TypeOf<StoreUnavailableException>());
        _reactions.IsAway = false;

        Assert.That(await _host.Accounts.ResetPasswordAsync(token, "and-a-third-sentence-8"), Is.InstanceOf<PasswordResetOutcome.InvalidToken>());
        Assert.That(_reactions.Of(SecurityEventTypes.PasswordChanged), Is.Empty);
        Assert.That(await _host.Accounts.ResetPasswordAsync(token, New), Is.InstanceOf<PasswordResetOutcome.Reset>());
        Assert.That(_reactions.Of(SecurityEventTypes.PasswordChanged), Has.Count.EqualTo(1));
        Assert.That(await _host.Accounts.ResetPasswordAsync(token, New), Is.InstanceOf<PasswordResetOutcome.InvalidToken>(), "it is done");
    }

    [Test]
    public async Task TheTokenOfAnInterruptedReset_IsNoWayToGuessThePassword()
    {
        await _host.RegisterConfirmedAsync();
        var token = await ResetTokenAsync();
        _reactions.IsAway = true;
        Assert.That(async () => await _host.Accounts.ResetPasswordAsync(token, New), Throws.TypeOf<StoreUnavailableException>());
        _reactions.IsAway = false;
        for (var i = 0; i < 5; i++)
        {
            Assert.That(await _host.Accounts.ResetPasswordAsync(token, $"a-guess-with-number-{i}"), Is.InstanceOf<PasswordResetOutcome.InvalidToken>());
        }

        Assert.That(await _host.Accounts.ResetPasswordAsync(token, New), Is.InstanceOf<PasswordResetOutcome.InvalidToken>());
        Assert.That(await _host.SignInAsync("alice", New), Is.InstanceOf<SignInOutcome.Verified>());
    }

    [Test]
    public async Task ADeletionThatAnOutageInterrupted_IsCompletedByTheSameCall_WithItsEvent()
    {
        var account = await _host.RegisterAsync();
        _reactions.IsAway = true;
        Assert.That(async () => await _host.Accounts.DeleteAsync(account.Subject), Throws.TypeOf<StoreUnavailableException>());
        Assert.That((await _host.Accounts.FindAsync(account.Subject))!.Status, Is.EqualTo(AccountStatus.Disabled), "nobody signs in meanwhile");
        _reactions.IsAway = false;

        Assert.That(await _host.Accounts.DeleteAsync(account.Subject), Is.True);

        Assert.That(_reactions.Of(SecurityEventTypes.AccountDeleted), Has.Count.EqualTo(1));
        Assert.That(await _host.Accounts.FindAsync(account.Subject), Is.Null);
        Assert.That(await _host.Accounts.DeleteAsync(account.Subject), Is.False);
    }

    [Test]
    public async Task AKeyMadeWhileTheAccountGoes_DoesNotOutliveIt()
    {
        var account = await _host.RegisterAsync();
        var (id, text, hash) = ApiKeyFormat.New("kit");
        var late = new ApiKey
        {
            Id = id, Subject = account.Subject, Name = "late", Scopes = [], Networks = [], CreatedAt = _host.Clock.GetUtcNow(), ExpiresAt = _host.Clock.GetUtcNow().AddDays(1),
        };
        _accounts.After(
            nameof(IAccountStore.DeleteAsync),
            async () => await _host.Get<IApiKeyStore>().TryAddAsync(new ApiKeyRecord(late, hash), 10, _host.Clock.GetUtcNow(), default));

        Assert.That(await _host.Accounts.DeleteAsync(account.Subject), Is.True);

        Assert.That(await VerifyAsync(text), Is.EqualTo(new ApiKeyOutcome.Refused(ApiKeyRefusal.Invalid)));
    }

    [Test]
    public async Task AKeyThatASessionMakesBeforeAResetEndsIt_IsSuspendedWithTheOthers()
    {
        var account = await _host.RegisterConfirmedAsync();
        var token = await ResetTokenAsync();
        var made = string.Empty;
        _reactions.OnEvent = async e =>
        {
            if (e.Type == SecurityEventTypes.PasswordChanged)
            {
                made = await KeyAsync(account.Subject);
            }
        };

        await _host.Accounts.ResetPasswordAsync(token, New);

        Assert.That(await VerifyAsync(made), Is.EqualTo(new ApiKeyOutcome.Refused(ApiKeyRefusal.Suspended)));
    }

    [TestCase("password")]
    [TestCase("disabled")]
    [TestCase("deleted")]
    public async Task AKeyWhoseAccountChangesWhileItIsMade_IsNoneAtAll(string change)
    {
        var account = await _host.RegisterConfirmedAsync();
        var token = await ResetTokenAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        _accounts.After(nameof(IAccountStore.FindAsync), async () => _ = change switch
        {
            "password" => await _host.Accounts.ResetPasswordAsync(token, New) is PasswordResetOutcome.Reset,
            "disabled" => await _host.Accounts.DisableAsync(account.Subject),
            _ => await _host.Accounts.DeleteAsync(account.Subject),
        });

        Assert.That(await _host.Get<ApiKeyManager>().CreateAsync(new ApiKeyRequest(account.Subject, "late", [])), Is.InstanceOf<ApiKeyCreation.NotPossible>());

        Assert.That((await _host.Get<ApiKeyManager>().ListAsync(account.Subject)).Select(k => k.RevokedAt), Has.None.Null);
        Assert.That(_reactions.Of(IdentityEventTypes.ApiKeyCreated), Is.Empty);
    }

    private async Task<string> KeyAsync(string subject) =>
        ((ApiKeyCreation.Created)await _host.Get<ApiKeyManager>().CreateAsync(new ApiKeyRequest(subject, "ci", []))).Text;

    private ValueTask<ApiKeyOutcome> VerifyAsync(string text) => _host.Get<ApiKeyManager>().VerifyAsync(text, null);

    private Task<string> ResetTokenAsync()
    {
        _host.Accounts.RequestPasswordReset("alice@example.com");
        return MailedAsync("identity.reset");
    }

    private async Task<string> MailedAsync(string purpose)
    {
        await _host.Get<AccountMailQueue>().DrainAsync(default);
        return Mailed.Token(_host.Outbox.Last(m => m.Purpose == purpose));
    }
}
