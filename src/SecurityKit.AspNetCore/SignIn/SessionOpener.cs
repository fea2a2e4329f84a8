using Microsoft.AspNetCore.Http;
using SecurityKit.Mfa;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>Makes the session of a sign-in that has proven all it must, and hands it over as the client wants it.</summary>
internal sealed class SessionOpener(SessionManager sessions, TokenIssuer tokens, KitCookies cookies, DpopRequests proofs, MfaManager? mfa = null)
{
    internal async ValueTask<SignInStep> OpenAsync(
        HttpContext context, SignInMode mode, string subject, IReadOnlyList<AuthenticationFactor> factors, AssuranceLevel level,
        string? keyThumbprint, CancellationToken cancellationToken)
    {
        var start = new SessionStart { Subject = subject, Factors = factors, Level = level, IsRenewable = mode == SignInMode.Tokens, KeyThumbprint = keyThumbprint };
        return await OpenAsync(context, mode, start, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a session that can do nothing but set up a further factor, and that no refresh token renews.</summary>
    internal async ValueTask<SignInStep> OpenForEnrollmentAsync(
        HttpContext context, SignInMode mode, string subject, IReadOnlyList<AuthenticationFactor> factors, string? keyThumbprint,
        CancellationToken cancellationToken)
    {
        var start = new SessionStart { Subject = subject, Factors = factors, Level = AssuranceLevel.None, IsForEnrollment = true, KeyThumbprint = keyThumbprint };
        var step = await OpenAsync(context, mode, start, cancellationToken).ConfigureAwait(false);
        return step is SignInStep.SignedIn done ? new SignInStep.EnrollmentRequired(done.Session, done.Tokens) : step;
    }

    private async ValueTask<SignInStep> OpenAsync(HttpContext context, SignInMode mode, SessionStart start, CancellationToken cancellationToken)
    {
        var result = await sessions.CreateAsync(start, cancellationToken).ConfigureAwait(false);
        if (result.Grant is not { } grant)
        {
            return new SignInStep.SessionRefused(result.Status);
        }

        if (mode == SignInMode.Tokens)
        {
            return new SignInStep.SignedIn(grant.Session, Issue(grant.Session, grant.RefreshToken));
        }

        await EndEarlierAsync(context, cancellationToken).ConfigureAwait(false);
        cookies.WriteSession(context, grant.Token);
        cookies.DeleteChallenge(context);
        return new SignInStep.SignedIn(grant.Session, null);
    }

    /// <summary>
    /// Whether the request may begin or complete a sign-in at all: a session cookie needs a connection that can carry it, and tokens may be bound to a
    /// key whose proof must be good; <see cref="SpendProofAsync"/> spends it. A cookie cannot carry a proof with each request, so that its session is
    /// bound to none.
    /// </summary>
    /// <returns>Why it may not, or null; and the thumbprint of the client's key, where it brought a proof.</returns>
    internal (SignInStep? Refusal, string? KeyThumbprint) Admit(HttpContext context, SignInMode mode)
    {
        if (mode != SignInMode.Tokens)
        {
            return (KitCookies.CanCarrySecrets(context) ? null : new SignInStep.InsecureConnection(), null);
        }

        var key = proofs.CheckKey(context);
        return (key.Status == DpopStatus.Valid ? null : new SignInStep.ProofRefused(key.Status), key.KeyThumbprint);
    }

    /// <summary>
    /// Spends the proof that <see cref="Admit"/> found good. Once the client has shown a credential, since proofs of keys that somebody makes up would
    /// fill the store; and before anything is issued.
    /// </summary>
    /// <returns>Why the sign-in may not go on, or null.</returns>
    internal async ValueTask<SignInStep?> SpendProofAsync(HttpContext context, string? keyThumbprint, CancellationToken cancellationToken)
    {
        if (keyThumbprint is null)
        {
            return null;
        }

        var key = await proofs.SpendKeyAsync(context, cancellationToken).ConfigureAwait(false);
        return key.IsValid && key.KeyThumbprint == keyThumbprint ? null : new SignInStep.ProofRefused(key.Status);
    }

    /// <summary>Adds what was just proven to the present session. It gets a new cookie or access token.</summary>
    internal async ValueTask<StepUpOutcome> StepUpAsync(
        HttpContext context, SessionIdentity identity, AuthenticationFactor factor, CancellationToken cancellationToken)
    {
        var session = identity.Session;
        var level = AssuranceCalculator.LevelOf([.. session.Factors, factor]);
        if (session.IsForEnrollment && !await IsEnrolledAsync(session.Subject, level, cancellationToken).ConfigureAwait(false))
        {
            return new StepUpOutcome.NotSignedIn();
        }

        var grant = await sessions.AddFactorsAsync(session.Id, session.Subject, [factor], level, cancellationToken).ConfigureAwait(false);
        if (grant is null)
        {
            return new StepUpOutcome.NotSignedIn();
        }

        if (!identity.IsFromCookie)
        {
            return new StepUpOutcome.SteppedUp(grant.Session, Issue(grant.Session, refreshToken: null));
        }

        cookies.WriteSession(context, grant.Token);
        return new StepUpOutcome.SteppedUp(grant.Session, null);
    }

    internal SignInTokens Issue(Session session, string? refreshToken)
    {
        var token = tokens.Issue(session);
        return new SignInTokens(token.Value, refreshToken, token.Lifetime);
    }

    /// <summary>Whether a session for enrolment has done what it is for: no code, however right, makes a full session of it before.</summary>
    private async ValueTask<bool> IsEnrolledAsync(string subject, AssuranceLevel level, CancellationToken cancellationToken) =>
        level >= AssuranceLevel.Two && mfa is not null
        && (await mfa.GetRequirementAsync(subject, cancellationToken).ConfigureAwait(false)).IsMet;

    /// <summary>A browser has one session: signing in again ends the one its cookie held.</summary>
    private async ValueTask EndEarlierAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.User.FindSessionIdentity() is { IsFromCookie: true } earlier)
        {
            await sessions.RevokeAsync(earlier.Session.Id, earlier.Session.Subject, SessionEndReasons.SignedOut, cancellationToken).ConfigureAwait(false);
        }
    }
}
