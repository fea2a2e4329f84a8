using Microsoft.AspNetCore.Http;
using SecurityKit.Identity;
using SecurityKit.Mfa;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Signs in, steps up, refreshes and signs out: password, then a further factor where one is set up, then the session, as tokens or as a cookie.
/// The kit's own routes and a host's pages use the same service. Thread-safe. Throws <see cref="StoreUnavailableException"/> when a store
/// cannot be reached; nobody is signed in then.
/// </summary>
public sealed class SignInFlow
{
    private const int MaxDeviceNameCharacters = 64;

    private readonly AccountManager _accounts;
    private readonly MfaManager? _mfa;
    private readonly SessionManager _sessions;
    private readonly RefreshManager _refresh;
    private readonly SessionOpener _opener;
    private readonly KitCookies _cookies;
    private readonly DpopRequests _proofs;
    private readonly RecentConfirmations _confirmations;
    private readonly TimeProvider _clock;

    internal SignInFlow(
        AccountManager accounts, MfaManager? mfa, SessionManager sessions, RefreshManager refresh, SessionOpener opener, KitCookies cookies,
        DpopRequests proofs, RecentConfirmations confirmations, TimeProvider clock)
    {
        _accounts = accounts;
        _mfa = mfa;
        _sessions = sessions;
        _refresh = refresh;
        _opener = opener;
        _cookies = cookies;
        _proofs = proofs;
        _confirmations = confirmations;
        _clock = clock;
    }

    /// <summary>The first step: name or address, and password.</summary>
    /// <param name="context">The request.</param>
    /// <param name="login">The user name or e-mail address, as typed.</param>
    /// <param name="password">The password, as typed.</param>
    /// <param name="mode">How the client is to carry the session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Where the sign-in stands: signed in, a further factor required, or refused.</returns>
    public async ValueTask<SignInStep> SignInAsync(
        HttpContext context, string login, string password, SignInMode mode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(login);
        ArgumentNullException.ThrowIfNull(password);
        var (refusal, keyThumbprint) = _opener.Admit(context, mode);
        if (refusal is not null)
        {
            return refusal;
        }

        // Taken before the account is read: revoking all of a subject's sessions while the password is checked stops this sign-in too.
        var begun = _clock.GetUtcNow();
        var request = new SignInRequest(login, password) { DeviceToken = _cookies.ReadDevice(context) };
        switch (await _accounts.SignInAsync(request, cancellationToken).ConfigureAwait(false))
        {
            case SignInOutcome.Verified verified:
                _cookies.WriteDevice(context, verified.DeviceToken);
                if (await _opener.SpendProofAsync(context, keyThumbprint, cancellationToken).ConfigureAwait(false) is { } spent)
                {
                    return spent;
                }

                var step = await ContinueAsync(context, verified, begun, mode, keyThumbprint, cancellationToken).ConfigureAwait(false);
                return step is SignInStep.SignedIn done ? done with { IsPasswordExpired = verified.IsPasswordExpired } : step;
            case SignInOutcome.Locked locked:
                return new SignInStep.Locked(locked.RetryAfter);
            case SignInOutcome.EmailNotConfirmed:
                return new SignInStep.EmailNotConfirmed();
            default:
                return new SignInStep.InvalidCredentials();
        }
    }

    /// <summary>The methods that complete a challenge now.</summary>
    /// <param name="context">The request.</param>
    /// <param name="challengeToken">The challenge; null takes the one in the browser's cookie.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The methods, the strongest first; null when there is no such challenge (any more).</returns>
    public ValueTask<IReadOnlyList<MfaMethod>?> GetMethodsAsync(
        HttpContext context, string? challengeToken = null, CancellationToken cancellationToken = default) =>
        _mfa is null
            ? ValueTask.FromResult<IReadOnlyList<MfaMethod>?>(null)
            : _mfa.GetMethodsAsync(challengeToken ?? _cookies.ReadChallenge(context), cancellationToken);

    /// <summary>Sends a code that completes a challenge.</summary>
    /// <param name="context">The request.</param>
    /// <param name="challengeToken">The challenge; null takes the one in the browser's cookie.</param>
    /// <param name="method"><see cref="MfaMethod.Sms"/> or <see cref="MfaMethod.Email"/>; others are not available.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether the carrier took it, and if not, why.</returns>
    public async ValueTask<MfaDelivery> SendCodeAsync(
        HttpContext context, string? challengeToken, MfaMethod method, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return _mfa is null
            ? new MfaDelivery.Unavailable()
            : await _mfa.SendCodeAsync(challengeToken ?? _cookies.ReadChallenge(context), method, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The second step: a code.</summary>
    /// <param name="context">The request.</param>
    /// <param name="challengeToken">The challenge; null takes the one in the browser's cookie.</param>
    /// <param name="method">The method.</param>
    /// <param name="code">The code, as typed; of a passkey the browser's answer to a prompt of <see cref="PasskeyFlow.BeginChallengeAsync"/>.</param>
    /// <param name="mode">How the client is to carry the session.</param>
    /// <param name="rememberDevice">
    /// Whether the person wants this browser to do without a further factor for <see cref="TrustedDeviceOptions.Lifetime"/>. Where that is not
    /// allowed the sign-in goes on without; <see cref="SignInStep.SignedIn.IsDeviceTrusted"/> tells.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Where the sign-in stands.</returns>
    public async ValueTask<SignInStep> VerifyAsync(
        HttpContext context, string? challengeToken, MfaMethod method, string code, SignInMode mode, bool rememberDevice = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(code);
        if (_mfa is null)
        {
            return new SignInStep.InvalidChallenge();
        }

        var (refusal, keyThumbprint) = _opener.Admit(context, mode);
        if (refusal is not null)
        {
            return refusal;
        }

        var token = challengeToken ?? _cookies.ReadChallenge(context);
        if (keyThumbprint is not null && await _mfa.GetMethodsAsync(token, cancellationToken).ConfigureAwait(false) is null)
        {
            return new SignInStep.InvalidChallenge();
        }

        // Before the challenge is completed: a proof that was used before must not use the challenge up.
        if (await _opener.SpendProofAsync(context, keyThumbprint, cancellationToken).ConfigureAwait(false) is { } spent)
        {
            return spent;
        }

        return await _mfa.VerifyChallengeAsync(token, method, code, cancellationToken).ConfigureAwait(false) switch
        {
            MfaVerification.Verified verified => await CompleteAsync(context, verified, mode, keyThumbprint, rememberDevice, cancellationToken).ConfigureAwait(false),
            MfaVerification.EnrollmentRequired pending => await _opener.OpenForEnrollmentAsync(
                context, mode, pending.Subject, pending.Factors, keyThumbprint, cancellationToken).ConfigureAwait(false),
            MfaVerification.Throttled throttled => new SignInStep.Throttled(throttled.RetryAfter),
            MfaVerification.ChallengeNotFound => new SignInStep.InvalidChallenge(),
            _ => new SignInStep.InvalidCode(),
        };
    }

    /// <summary>Proves a further factor inside the present session. The session gets a new cookie or access token.</summary>
    /// <param name="context">The request, authenticated by a session.</param>
    /// <param name="method">The method.</param>
    /// <param name="code">The code, as typed.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome.</returns>
    public async ValueTask<StepUpOutcome> StepUpAsync(
        HttpContext context, MfaMethod method, string code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_mfa is null || context.User.FindSessionIdentity() is not { } identity)
        {
            return new StepUpOutcome.NotSignedIn();
        }

        switch (await _mfa.VerifyStepUpAsync(identity.Session.Subject, method, code, cancellationToken).ConfigureAwait(false))
        {
            case MfaVerification.Verified verified:
                return await _opener.StepUpAsync(context, identity, verified.Factor, cancellationToken).ConfigureAwait(false);
            case MfaVerification.Throttled throttled:
                return new StepUpOutcome.Throttled(throttled.RetryAfter);
            default:
                return new StepUpOutcome.InvalidCode();
        }
    }

    /// <summary>
    /// Makes a full session of one for enrolment, once the factor that the policy demands is set up; the level of any other session stays as it is. With
    /// the first factor that is stronger than e-mail it ends the subject's other sessions that have proven less than it. Call it after every confirmation.
    /// </summary>
    /// <param name="context">The request, authenticated by a session.</param>
    /// <param name="factor">What the confirmation proved.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session with its new access token or cookie; null when it is not for enrolment, or the policy is not met yet.</returns>
    public async ValueTask<StepUpOutcome.SteppedUp?> CompleteEnrollmentAsync(
        HttpContext context, AuthenticationFactor factor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(factor);
        if (context.User.FindSessionIdentity() is not { } identity)
        {
            return null;
        }

        if (factor.Method != AuthenticationMethods.Email)
        {
            await _confirmations.RememberAsync(identity.Session).ConfigureAwait(false);
            await EndUnprovenAsync(identity.Session).ConfigureAwait(false);
        }

        return identity.Session.IsForEnrollment
            ? await _opener.StepUpAsync(context, identity, factor, cancellationToken).ConfigureAwait(false) as StepUpOutcome.SteppedUp
            : null;
    }

    /// <summary>Uses a refresh token. One that is bound to the client's key needs a proof of it in the same request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="refreshToken">The token, as it came.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Signed in with a new pair of tokens, <see cref="SignInStep.InvalidToken"/> or <see cref="SignInStep.ProofRefused"/>.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be asked.</exception>
    public async ValueTask<SignInStep> RefreshAsync(HttpContext context, string refreshToken, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        // Before the token is rotated: a request that is replayed must neither use the token up nor end the session.
        var key = await _proofs.SpendKeyAsync(context, cancellationToken).ConfigureAwait(false);
        if (key.Status != DpopStatus.Valid)
        {
            return new SignInStep.ProofRefused(key.Status);
        }

        var result = await _refresh.RefreshAsync(refreshToken, key.KeyThumbprint, cancellationToken).ConfigureAwait(false);
        if (result.Status == RefreshStatus.StoreUnavailable)
        {
            throw new StoreUnavailableException("sessions");
        }

        return result.IsRefreshed && await MeetsPolicyAsync(result.Session, cancellationToken).ConfigureAwait(false)
            ? new SignInStep.SignedIn(result.Session, _opener.Issue(result.Session, result.RefreshToken))
            : new SignInStep.InvalidToken();
    }

    /// <summary>Ends the present session and removes its cookie.</summary>
    /// <param name="context">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when the session is dead on every node.</returns>
    public async ValueTask SignOutAsync(HttpContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.User.FindSessionIdentity() is { } identity)
        {
            await _sessions.RevokeAsync(identity.Session.Id, identity.Session.Subject, SessionEndReasons.SignedOut, cancellationToken).ConfigureAwait(false);
            RemoveCookie(context, identity);
        }
    }

    /// <summary>Ends all sessions of the present subject and removes the cookie.</summary>
    /// <param name="context">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when they are dead on every node.</returns>
    public async ValueTask SignOutEverywhereAsync(HttpContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.User.FindSessionIdentity() is { } identity)
        {
            await _sessions.RevokeAllAsync(identity.Session.Subject, except: null, SessionEndReasons.SignedOut, cancellationToken).ConfigureAwait(false);
            RemoveCookie(context, identity);
        }
    }

    private async ValueTask<SignInStep> CompleteAsync(
        HttpContext context, MfaVerification.Verified verified, SignInMode mode, string? keyThumbprint, bool rememberDevice,
        CancellationToken cancellationToken)
    {
        var step = await _opener.OpenAsync(
            context, mode, verified.Subject, verified.Factors, verified.Level, keyThumbprint, cancellationToken).ConfigureAwait(false);
        if (step is not SignInStep.SignedIn opened)
        {
            return step;
        }

        var done = opened with { EnrollBy = verified.EnrollBy };
        if (!rememberDevice || !KitCookies.CanCarrySecrets(context))
        {
            return done;
        }

        var name = done.Session.Device.Name;
        var trust = await _mfa!.TrustDeviceAsync(
            verified.Subject, name.Length > MaxDeviceNameCharacters ? name[..MaxDeviceNameCharacters] : name, verified.Factors, cancellationToken)
            .ConfigureAwait(false);
        if (trust is not TrustedDeviceGrant.Granted granted)
        {
            return done;
        }

        _cookies.WriteTrustedDevice(context, granted.Token, granted.Device.ExpiresAt);
        return done with { IsDeviceTrusted = true };
    }

    private async ValueTask<SignInStep> ContinueAsync(
        HttpContext context, SignInOutcome.Verified verified, DateTimeOffset begun, SignInMode mode, string? keyThumbprint,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<AuthenticationFactor> factors = [new AuthenticationFactor(AuthenticationMethods.Password, begun)];
        var subject = verified.Account.Subject;
        if (_mfa is null)
        {
            return await _opener.OpenAsync(context, mode, subject, factors, AssuranceCalculator.LevelOf(factors), keyThumbprint, cancellationToken).ConfigureAwait(false);
        }

        switch (await _mfa.BeginSignInAsync(subject, factors, _cookies.ReadTrustedDevice(context), cancellationToken).ConfigureAwait(false))
        {
            case MfaSignIn.Complete complete:
                var step = await _opener.OpenAsync(
                    context, mode, subject, complete.Factors, complete.Level, keyThumbprint, cancellationToken).ConfigureAwait(false);
                return step is SignInStep.SignedIn done ? done with { EnrollBy = complete.EnrollBy } : step;
            case MfaSignIn.ChallengeRequired required:
                if (mode == SignInMode.Cookie)
                {
                    _cookies.WriteChallenge(context, required.Challenge.Token, required.Challenge.ExpiresAt);
                }

                return new SignInStep.MfaRequired(required.Challenge);
            case MfaSignIn.EnrollmentRequired pending:
                return await _opener.OpenForEnrollmentAsync(context, mode, subject, pending.Factors, keyThumbprint, cancellationToken).ConfigureAwait(false);
            default:
                // A case this version does not know grants nothing.
                return new SignInStep.InvalidCredentials();
        }
    }

    /// <summary>
    /// The policy is asked at every renewal, and of what this session has proven: one from within the grace, from before the factor, or from before the
    /// role is ended, and the next sign-in leads to the factor.
    /// </summary>
    private async ValueTask<bool> MeetsPolicyAsync(Session session, CancellationToken cancellationToken)
    {
        if (_mfa is null)
        {
            return true;
        }

        var requirement = await _mfa.GetRequirementAsync(session.Subject, cancellationToken).ConfigureAwait(false);
        var isUnproven = requirement is { IsRequired: true, IsMet: true } && session.Level < AssuranceLevel.Two;
        if (!isUnproven && !(requirement.EnrollBy <= _clock.GetUtcNow()))
        {
            return true;
        }

        var reason = isUnproven ? SessionEndReasons.SecondFactorMissing : SessionEndReasons.EnrollmentOverdue;
        await _sessions.RevokeAsync(session.Id, session.Subject, reason, cancellationToken).ConfigureAwait(false);
        return false;
    }

    /// <summary>
    /// With the first strong factor, what was signed in by less ends elsewhere: a stolen password must not go on working where it was used before. The
    /// factor is active already, so a caller who goes away does not stop this.
    /// </summary>
    private async ValueTask EndUnprovenAsync(Session present)
    {
        if (_mfa is null)
        {
            return;
        }

        var status = await _mfa.GetStatusAsync(present.Subject, CancellationToken.None).ConfigureAwait(false);
        if (status.Authenticators.Count(a => a.Method != MfaMethod.Email) != 1)
        {
            return;
        }

        var sessions = await _sessions.ListAsync(present.Subject, CancellationToken.None).ConfigureAwait(false);
        foreach (var other in sessions.Where(session => session.Id != present.Id && session.Level < AssuranceLevel.Two))
        {
            await _sessions.RevokeAsync(other.Id, other.Subject, SessionEndReasons.SecondFactorMissing, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private void RemoveCookie(HttpContext context, SessionIdentity identity)
    {
        if (identity.IsFromCookie)
        {
            _cookies.DeleteSession(context);
        }
    }
}
