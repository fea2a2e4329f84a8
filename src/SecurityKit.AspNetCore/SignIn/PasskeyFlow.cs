using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using SecurityKit.Identity;
using SecurityKit.Mfa;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Signs in and steps up with passkeys, and registers them, for the kit's routes and for a host's pages. As the second step of a sign-in a
/// passkey goes to <see cref="SignInFlow.VerifyAsync"/> as the code. Thread-safe. Throws <see cref="StoreUnavailableException"/> when a store
/// cannot be reached; nobody is signed in then.
/// </summary>
public sealed class PasskeyFlow
{
    private const int BindingBytes = 32;

    private readonly PasskeyManager _passkeys;
    private readonly AccountManager _accounts;
    private readonly SessionOpener _opener;
    private readonly KitCookies _cookies;

    internal PasskeyFlow(PasskeyManager passkeys, AccountManager accounts, SessionOpener opener, KitCookies cookies)
    {
        _passkeys = passkeys;
        _accounts = accounts;
        _opener = opener;
        _cookies = cookies;
    }

    /// <summary>Whether passkeys are set up on this host.</summary>
    public bool IsAvailable => _passkeys.IsAvailable;

    /// <summary>Makes a prompt to sign in with. In mode <see cref="SignInMode.Cookie"/> a cookie ties it to this browser.</summary>
    /// <param name="context">The request.</param>
    /// <param name="mode">How the client is to carry the session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The prompt, or <see cref="PasskeyStart.Unavailable"/>, also where a cookie cannot be set.</returns>
    public async ValueTask<PasskeyStart> BeginSignInAsync(HttpContext context, SignInMode mode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (mode != SignInMode.Cookie)
        {
            return await _passkeys.BeginSignInAsync(binding: null, cancellationToken).ConfigureAwait(false);
        }

        if (!KitCookies.CanCarrySecrets(context))
        {
            return new PasskeyStart.Unavailable();
        }

        var binding = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(BindingBytes));
        var start = await _passkeys.BeginSignInAsync(BindingOf(binding), cancellationToken).ConfigureAwait(false);
        if (start is PasskeyStart.Started started)
        {
            _cookies.WritePasskey(context, binding, started.ExpiresAt);
        }

        return start;
    }

    /// <summary>Signs in with a passkey, which is all that is needed: it is held, and it has verified its user.</summary>
    /// <param name="context">The request.</param>
    /// <param name="credentialJson">The browser's answer to the prompt, as it came.</param>
    /// <param name="mode">The mode the prompt was made in.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// Where the sign-in stands: signed in, or refused. <see cref="SignInStep.InvalidCredentials"/> stands for a bad answer, an unknown passkey and
    /// a disabled account alike.
    /// </returns>
    public async ValueTask<SignInStep> SignInAsync(
        HttpContext context, string credentialJson, SignInMode mode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(credentialJson);
        var (refusal, keyThumbprint) = _opener.Admit(context, mode);
        if (refusal is not null)
        {
            return refusal;
        }

        var binding = mode == SignInMode.Cookie ? BindingOf(_cookies.ReadPasskey(context) ?? string.Empty) : null;
        if (await _passkeys.VerifySignInAsync(credentialJson, binding, cancellationToken).ConfigureAwait(false) is not MfaVerification.Verified verified)
        {
            return new SignInStep.InvalidCredentials();
        }

        if (await _opener.SpendProofAsync(context, keyThumbprint, cancellationToken).ConfigureAwait(false) is { } spent)
        {
            return spent;
        }

        switch (await _accounts.AdmitAsync(verified.Subject, cancellationToken).ConfigureAwait(false))
        {
            case SignInOutcome.Verified admitted:
                _cookies.WriteDevice(context, admitted.DeviceToken);
                _cookies.DeletePasskey(context);
                return await _opener.OpenAsync(
                    context, mode, verified.Subject, verified.Factors, verified.Level, keyThumbprint, cancellationToken).ConfigureAwait(false);
            case SignInOutcome.EmailNotConfirmed:
                return new SignInStep.EmailNotConfirmed();
            default:
                return new SignInStep.InvalidCredentials();
        }
    }

    /// <summary>Makes a prompt that completes a challenge.</summary>
    /// <param name="context">The request.</param>
    /// <param name="challengeToken">The challenge; null takes the one in the browser's cookie.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The prompt, or why there is none.</returns>
    public ValueTask<PasskeyStart> BeginChallengeAsync(HttpContext context, string? challengeToken, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return _passkeys.BeginChallengeAsync(challengeToken ?? _cookies.ReadChallenge(context), cancellationToken);
    }

    /// <summary>Makes a prompt for a step-up of the present session.</summary>
    /// <param name="context">The request, authenticated by a session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The prompt, or why there is none.</returns>
    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    public ValueTask<PasskeyStart> BeginStepUpAsync(HttpContext context, CancellationToken cancellationToken = default)
    {
        var session = IdentityOf(context).Session;
        return _passkeys.BeginStepUpAsync(session.Subject, session.Id.ToString(), cancellationToken);
    }

    /// <summary>Proves a passkey inside the present session. The session gets a new cookie or access token.</summary>
    /// <param name="context">The request, authenticated by a session.</param>
    /// <param name="credentialJson">The browser's answer to the prompt, as it came.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome.</returns>
    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    public async ValueTask<StepUpOutcome> StepUpAsync(HttpContext context, string credentialJson, CancellationToken cancellationToken = default)
    {
        var identity = IdentityOf(context);
        var session = identity.Session;
        return await _passkeys.VerifyStepUpAsync(session.Subject, credentialJson, session.Id.ToString(), cancellationToken).ConfigureAwait(false) switch
        {
            MfaVerification.Verified verified => await _opener.StepUpAsync(context, identity, verified.Factor, cancellationToken).ConfigureAwait(false),
            MfaVerification.Throttled throttled => new StepUpOutcome.Throttled(throttled.RetryAfter),
            _ => new StepUpOutcome.InvalidCode(),
        };
    }

    /// <summary>Makes a prompt for a new passkey of the present session's subject. Whether it may add one is the caller's to ask first.</summary>
    /// <param name="context">The request, authenticated by a session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The prompt, or why there is none.</returns>
    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    public async ValueTask<PasskeyStart> BeginRegistrationAsync(HttpContext context, CancellationToken cancellationToken = default)
    {
        var session = IdentityOf(context).Session;
        var account = await _accounts.FindAsync(session.Subject, cancellationToken).ConfigureAwait(false);
        return await _passkeys.BeginRegistrationAsync(
            session.Subject, account?.UserName ?? session.Subject, session.Id.ToString(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Registers the passkey that answered a prompt of the same session.</summary>
    /// <param name="context">The request, authenticated by a session.</param>
    /// <param name="name">What its owner knows it by, at most 64 characters.</param>
    /// <param name="credentialJson">The browser's answer to the prompt, as it came.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome.</returns>
    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    public ValueTask<PasskeyRegistration> RegisterAsync(
        HttpContext context, string? name, string credentialJson, CancellationToken cancellationToken = default)
    {
        var session = IdentityOf(context).Session;
        return _passkeys.RegisterAsync(session.Subject, name, credentialJson, session.Id.ToString(), cancellationToken);
    }

    private static SessionIdentity IdentityOf(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.User.FindSessionIdentity() ?? throw new InvalidOperationException("The request is not authenticated by a session.");
    }

    /// <summary>The cookie's value is kept nowhere, only its hash.</summary>
    private static string BindingOf(string cookie) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(cookie)));
}
