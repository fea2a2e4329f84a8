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
    private readonly SentCodeEnrollmentService _sentCodeEnrollment;
    private readonly SignInService _signIn;
    private readonly LifecycleService _lifecycle;
    private readonly TrustedDeviceService _devices;
    private readonly MfaPolicy _policy;
    private readonly StepUpRule _stepUp;

    internal MfaManager(
        IAuthenticatorStore store, EnrollmentService enrollment, SentCodeEnrollmentService sentCodeEnrollment, SignInService signIn,
        LifecycleService lifecycle, TrustedDeviceService devices, MfaPolicy policy, StepUpRule stepUp)
    {
        _stepUp = stepUp;
        _sentCodeEnrollment = sentCodeEnrollment;
        _devices = devices;
        _policy = policy;
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

    /// <summary>
    /// Whether a session must prove a further factor (again) before it may make anything that outlasts it, such as another authenticator or an API key.
    /// The password and a trusted device are no such proof, however fresh; where e-mail is all the subject has, a fresh code by e-mail is.
    /// </summary>
    /// <param name="subject">The session's subject.</param>
    /// <param name="sessionFactors">What the session has proven, with the times. Never take it from the client.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it must; never of a subject without an active authenticator, which has nothing to prove.</returns>
    public async ValueTask<bool> NeedsStepUpAsync(
        string subject, IReadOnlyCollection<AuthenticationFactor> sessionFactors, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        ArgumentNullException.ThrowIfNull(sessionFactors);
        var set = await _store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        return set.Authenticators.Any(a => a.IsActive) && !_stepUp.IsMet(sessionFactors, set);
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
        return MfaTracing.Spans.RunAsync("securitykit.mfa.enroll", () => _enrollment.BeginTotpAsync(subject, accountName, name, cancellationToken));
    }

    /// <summary>Begins to set up codes by text message or e-mail: sends the first one. Nothing is active until <see cref="ConfirmAsync"/> has seen it.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="method"><see cref="MfaMethod.Sms"/> or <see cref="MfaMethod.Email"/>.</param>
    /// <param name="destination">The number in E.164 form or the e-mail address, as typed.</param>
    /// <param name="name">The name of the authenticator, at most 64 characters; null for the masked destination.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The pending authenticator, or why not.</returns>
    public ValueTask<SentCodeEnrollmentStart> BeginSentCodeEnrollmentAsync(
        string subject, MfaMethod method, string? destination, string? name = null, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        if (method is not (MfaMethod.Sms or MfaMethod.Email))
        {
            throw new ArgumentOutOfRangeException(nameof(method));
        }

        return MfaTracing.Spans.RunAsync("securitykit.mfa.enroll", () => _sentCodeEnrollment.BeginAsync(subject, method, destination, name, cancellationToken));
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
        return MfaTracing.Spans.RunAsync("securitykit.mfa.confirm", () => _enrollment.ConfirmAsync(subject, authenticatorId, code, cancellationToken));
    }

    /// <summary>Decides what a sign-in needs after its first factor, and opens a challenge where it needs more.</summary>
    /// <param name="subject">Who signs in; the first factor is verified.</param>
    /// <param name="factors">What was proven, with the times; carried to the end of the sign-in.</param>
    /// <param name="trustedDeviceToken">The token of <see cref="TrustDeviceAsync"/> that the client sent, as it came; null for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether a session may be made now, or the challenge that must be completed before.</returns>
    public ValueTask<MfaSignIn> BeginSignInAsync(
        string subject, IReadOnlyList<AuthenticationFactor> factors, string? trustedDeviceToken = null,
        CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        ArgumentNullException.ThrowIfNull(factors);
        return MfaTracing.Spans.RunAsync("securitykit.mfa.begin_sign_in", () => _signIn.BeginAsync(subject, factors, trustedDeviceToken, cancellationToken));
    }

    /// <summary>The methods that complete a challenge now.</summary>
    /// <param name="challengeToken">The token, as it came.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The methods, the strongest first; null when the challenge is unknown, expired or completed.</returns>
    public ValueTask<IReadOnlyList<MfaMethod>?> GetMethodsAsync(string? challengeToken, CancellationToken cancellationToken = default) =>
        _signIn.GetMethodsAsync(challengeToken, cancellationToken);

    /// <summary>Sends a code that completes a challenge. It takes the place of an earlier one and brings no new guesses to the hour's budget.</summary>
    /// <param name="challengeToken">The token, as it came.</param>
    /// <param name="method"><see cref="MfaMethod.Sms"/> or <see cref="MfaMethod.Email"/>.</param>
    /// <param name="authenticatorId">Which of several; null for the oldest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome.</returns>
    public ValueTask<MfaDelivery> SendCodeAsync(
        string? challengeToken, MfaMethod method, string? authenticatorId = null, CancellationToken cancellationToken = default) =>
        _signIn.SendAsync(challengeToken, method, authenticatorId, cancellationToken);

    /// <summary>Sends a code for a step-up inside a session.</summary>
    /// <param name="subject">The session's subject.</param>
    /// <param name="method"><see cref="MfaMethod.Sms"/> or <see cref="MfaMethod.Email"/>.</param>
    /// <param name="authenticatorId">Which of several; null for the oldest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome; never <see cref="MfaDelivery.ChallengeNotFound"/>.</returns>
    public ValueTask<MfaDelivery> SendStepUpCodeAsync(
        string subject, MfaMethod method, string? authenticatorId = null, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        return _signIn.SendStepUpAsync(subject, method, authenticatorId, cancellationToken);
    }

    /// <summary>Completes a challenge with a code. Of any number of parallel calls with one code at most one is verified.</summary>
    /// <param name="challengeToken">The token, as it came.</param>
    /// <param name="method">The method.</param>
    /// <param name="code">The code as typed; of a passkey the browser's answer to a prompt of <see cref="PasskeyManager.BeginChallengeAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome. A wrong code leaves the challenge open.</returns>
    public ValueTask<MfaVerification> VerifyChallengeAsync(
        string? challengeToken, MfaMethod method, string? code, CancellationToken cancellationToken = default) =>
        _signIn.VerifyAsync(challengeToken, method, code, cancellationToken);

    /// <summary>Verifies a code inside a session. The caller adds the factor to the session. For passkeys see <see cref="PasskeyManager.VerifyStepUpAsync"/>.</summary>
    /// <param name="subject">The session's subject.</param>
    /// <param name="method">The method.</param>
    /// <param name="code">The code as typed.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome; never <see cref="MfaVerification.ChallengeNotFound"/>.</returns>
    public ValueTask<MfaVerification> VerifyStepUpAsync(
        string subject, MfaMethod method, string? code, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        return _signIn.VerifyStepUpAsync(subject, method, code, binding: null, cancellationToken);
    }

    /// <summary>Gives an active authenticator another name.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="authenticatorId">The authenticator; another subject's is not found.</param>
    /// <param name="name">The name, at most 64 characters.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome.</returns>
    public ValueTask<AuthenticatorRenaming> RenameAsync(
        string subject, string authenticatorId, string? name, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        ArgumentNullException.ThrowIfNull(authenticatorId);
        return _lifecycle.RenameAsync(subject, authenticatorId, name, cancellationToken);
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
        return MfaTracing.Spans.RunAsync("securitykit.mfa.remove", () => _lifecycle.RemoveAsync(subject, authenticatorId, sessionFactors, cancellationToken));
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
        return MfaTracing.Spans.RunAsync("securitykit.mfa.disable", () => _lifecycle.DisableAsync(subject, sessionFactors, cancellationToken));
    }

    /// <summary>
    /// Removes all authenticators and recovery codes of somebody who has lost them. For operators who have verified the person by other
    /// means: takes no factor, so guard it with a permission. The event names the actor. Whose role demands a factor gets no second
    /// <see cref="MfaPolicyOptions.EnrollmentGrace"/> by it: when that is over, the next sign-in leads to the enrolment and nowhere else.
    /// </summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns><see cref="MfaChange.Done"/> or <see cref="MfaChange.NotFound"/>.</returns>
    public ValueTask<MfaChange> ResetAsync(string subject, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        return MfaTracing.Spans.RunAsync("securitykit.mfa.reset", () => _lifecycle.ResetAsync(subject, cancellationToken));
    }

    /// <summary>
    /// Gives a subject its guesses back, of all methods: for operators, when somebody who knows the password has used them up. Takes no factor, so guard it
    /// with a permission. The event names the actor.
    /// </summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when codes are looked at again.</returns>
    public ValueTask UnlockAsync(string subject, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        return _lifecycle.UnlockAsync(subject, cancellationToken);
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
        return MfaTracing.Spans.RunAsync("securitykit.mfa.regenerate_recovery_codes", () => _lifecycle.RegenerateRecoveryCodesAsync(subject, sessionFactors, cancellationToken));
    }

    /// <summary>What the policy asks of a subject now. Notes the beginning of the grace when a factor is found missing for the first time.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The requirement.</returns>
    public async ValueTask<MfaRequirement> GetRequirementAsync(string subject, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        var set = await _store.GetAsync(subject, cancellationToken).ConfigureAwait(false);
        return await _policy.GetAsync(subject, set, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets a device do without a further factor for a while. Takes a fresh second factor. Worth no level: what needs AAL2 still asks.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="name">What its owner knows the device by, at most 64 characters.</param>
    /// <param name="sessionFactors">What the session has proven, with the times. Never take it from the client.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The token for the device to keep, or why not.</returns>
    public ValueTask<TrustedDeviceGrant> TrustDeviceAsync(
        string subject, string? name, IReadOnlyCollection<AuthenticationFactor> sessionFactors, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        ArgumentNullException.ThrowIfNull(sessionFactors);
        return _devices.TrustAsync(subject, name, sessionFactors, cancellationToken);
    }

    /// <summary>A subject's trusted devices, oldest first.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The devices.</returns>
    public ValueTask<IReadOnlyList<TrustedDevice>> GetTrustedDevicesAsync(string subject, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        return _devices.ListAsync(subject, cancellationToken);
    }

    /// <summary>Revokes a trusted device; in force at the next sign-in.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="deviceId">The device; another subject's is not found.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was there.</returns>
    public ValueTask<bool> RevokeTrustedDeviceAsync(string subject, string deviceId, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        ArgumentNullException.ThrowIfNull(deviceId);
        return _devices.RevokeAsync(subject, deviceId, cancellationToken);
    }

    /// <summary>Revokes all trusted devices of a subject. Also happens by itself when its password changes or an authenticator goes.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many there were.</returns>
    public ValueTask<int> RevokeAllTrustedDevicesAsync(string subject, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        return _devices.RevokeAllAsync(subject, cancellationToken);
    }
}
