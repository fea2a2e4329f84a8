namespace SecurityKit.Mfa;

/// <summary>
/// The front door to further factors: set-up, sign-in, step-up, removal. Thread-safe. Subjects are opaque texts of 1 to 256 characters
/// that the host vouches for; anything a person typed may be passed as it came and is answered with an outcome. Every method throws
/// <see cref="StoreUnavailableException"/> when a store cannot be reached; nothing is granted then.
/// </summary>
public sealed class MfaManager
{
    private readonly IAuthenticatorStore _store;
    private readonly EnrollmentService _enrollment;
    private readonly SignInService _signIn;
    private readonly LifecycleService _lifecycle;

    internal MfaManager(IAuthenticatorStore store, EnrollmentService enrollment, SignInService signIn, LifecycleService lifecycle)
    {
        _store = store;
        _enrollment = enrollment;
        _signIn = signIn;
        _lifecycle = lifecycle;
    }

    /// <summary>How a subject's further factors stand.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The status; nothing enabled for an unknown subject.</returns>
    public async ValueTask<MfaStatus> GetStatusAsync(string subject, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        var set = await _store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        var active = set.Authenticators.Where(a => a.IsActive)
            .Select(a => new AuthenticatorInfo(a.Id, a.Method, a.Name, a.CreatedAt, a.LastUsedAt));
        return new MfaStatus([.. active], set.RecoveryCodesLeft);
    }

    /// <summary>Begins to set up an authenticator app. Nothing is active until <see cref="ConfirmAsync"/> has seen a code of it.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="accountName">The name the app shows beside the issuer; any script, at most 254 characters.</param>
    /// <param name="name">The name of the authenticator, at most 64 characters.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The secret, its URI and QR code; or why not.</returns>
    public ValueTask<TotpEnrollmentStart> BeginTotpEnrollmentAsync(
        string subject, string? accountName, string? name, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        return _enrollment.BeginTotpAsync(subject, accountName, name, cancellationToken);
    }

    /// <summary>Makes a pending authenticator active with the first code of it.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="authenticatorId">The pending authenticator; another subject's is not found.</param>
    /// <param name="code">The code as typed; spaces do not matter.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome, with recovery codes at the first active authenticator.</returns>
    public ValueTask<MfaConfirmation> ConfirmAsync(
        string subject, string authenticatorId, string? code, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        ArgumentNullException.ThrowIfNull(authenticatorId);
        return _enrollment.ConfirmAsync(subject, authenticatorId, code, cancellationToken);
    }

    /// <summary>Decides what a sign-in needs after its first factor, and opens a challenge where it needs more.</summary>
    /// <param name="subject">Who signs in; the first factor is verified.</param>
    /// <param name="factors">What was proven, with the times; carried to the end of the sign-in.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether a session may be made now, or the challenge that must be completed before.</returns>
    public ValueTask<MfaSignIn> BeginSignInAsync(
        string subject, IReadOnlyList<AuthenticationFactor> factors, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        ArgumentNullException.ThrowIfNull(factors);
        return _signIn.BeginAsync(subject, factors, cancellationToken);
    }

    /// <summary>The methods that complete a challenge now.</summary>
    /// <param name="challengeToken">The token, as it came.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The methods, the strongest first; null when the challenge is unknown, expired or completed.</returns>
    public ValueTask<IReadOnlyList<MfaMethod>?> GetMethodsAsync(string? challengeToken, CancellationToken cancellationToken = default) =>
        _signIn.GetMethodsAsync(challengeToken, cancellationToken);

    /// <summary>Completes a challenge with a code. Of any number of parallel calls with one code at most one is verified.</summary>
    /// <param name="challengeToken">The token, as it came.</param>
    /// <param name="method">The method.</param>
    /// <param name="code">The code as typed.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome. A wrong code leaves the challenge open.</returns>
    public ValueTask<MfaVerification> VerifyChallengeAsync(
        string? challengeToken, MfaMethod method, string? code, CancellationToken cancellationToken = default) =>
        _signIn.VerifyAsync(challengeToken, method, code, cancellationToken);

    /// <summary>Verifies a further factor inside a session. The caller adds the factor to the session.</summary>
    /// <param name="subject">The session's subject.</param>
    /// <param name="method">The method.</param>
    /// <param name="code">The code as typed.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome; never <see cref="MfaVerification.ChallengeNotFound"/>.</returns>
    public ValueTask<MfaVerification> VerifyStepUpAsync(
        string subject, MfaMethod method, string? code, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        return _signIn.VerifyStepUpAsync(subject, method, code, cancellationToken);
    }

    /// <summary>Removes an authenticator. An active one takes a fresh second factor; with the last one the recovery codes go too.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="authenticatorId">The authenticator; another subject's is not found.</param>
    /// <param name="sessionFactors">What the session has proven, with the times. Decides about the step-up; never take it from the client.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome.</returns>
    public ValueTask<MfaChange> RemoveAsync(
        string subject, string authenticatorId, IReadOnlyCollection<AuthenticationFactor> sessionFactors,
        CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        ArgumentNullException.ThrowIfNull(authenticatorId);
        ArgumentNullException.ThrowIfNull(sessionFactors);
        return _lifecycle.RemoveAsync(subject, authenticatorId, sessionFactors, cancellationToken);
    }

    /// <summary>Removes all authenticators and recovery codes. Takes a fresh second factor.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="sessionFactors">What the session has proven, with the times. Decides about the step-up; never take it from the client.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome.</returns>
    public ValueTask<MfaChange> DisableAsync(
        string subject, IReadOnlyCollection<AuthenticationFactor> sessionFactors, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        ArgumentNullException.ThrowIfNull(sessionFactors);
        return _lifecycle.DisableAsync(subject, sessionFactors, cancellationToken);
    }

    /// <summary>
    /// Removes all authenticators and recovery codes of somebody who has lost them. For operators who have verified the person by other
    /// means: takes no factor, so guard it with a permission. The event names the actor.
    /// </summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns><see cref="MfaChange.Done"/> or <see cref="MfaChange.NotFound"/>.</returns>
    public ValueTask<MfaChange> ResetAsync(string subject, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        return _lifecycle.RemoveAllAsync(subject, cancellationToken);
    }

    /// <summary>Replaces all recovery codes by ten new ones. Takes a fresh second factor.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="sessionFactors">What the session has proven, with the times. Decides about the step-up; never take it from the client.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new codes, or why not.</returns>
    public ValueTask<RecoveryCodeRegeneration> RegenerateRecoveryCodesAsync(
        string subject, IReadOnlyCollection<AuthenticationFactor> sessionFactors, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        ArgumentNullException.ThrowIfNull(sessionFactors);
        return _lifecycle.RegenerateRecoveryCodesAsync(subject, sessionFactors, cancellationToken);
    }
}
