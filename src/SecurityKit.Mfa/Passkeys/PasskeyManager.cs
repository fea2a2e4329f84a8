namespace SecurityKit.Mfa;

/// <summary>
/// The front door to passkeys (WebAuthn level 3): discoverable, with user verification, without attestation, several per subject.
/// A prompt is made on the server, answered by the browser, and spent with its answer. Listing, renaming and removing are
/// <see cref="MfaManager"/>'s, as for every authenticator; an answer that completes a challenge goes to
/// <see cref="MfaManager.VerifyChallengeAsync"/> as the code. Thread-safe. Every method throws
/// <see cref="StoreUnavailableException"/> when a store cannot be reached; nothing is granted then.
/// </summary>
/// <remarks>
/// A <em>binding</em> is an opaque text that stands for the browser or session a prompt is made for, at most 256 characters; the answer is taken
/// only with the same one. Keep it where the client cannot choose it: a session id, or a random cookie that scripts cannot read.
/// </remarks>
public sealed class PasskeyManager
{
    private readonly PasskeySupport _support;
    private readonly PasskeyEnrollmentService _enrollment;
    private readonly PasskeySignInService _passkeys;
    private readonly SignInService _signIn;

    internal PasskeyManager(
        PasskeySupport support, PasskeyEnrollmentService enrollment, PasskeySignInService passkeys, SignInService signIn)
    {
        _support = support;
        _enrollment = enrollment;
        _passkeys = passkeys;
        _signIn = signIn;
    }

    /// <summary>Whether passkeys are set up here: <see cref="PasskeyOptions.RelyingPartyId"/> is set and an <see cref="IPasskeyProtocol"/> is registered.</summary>
    public bool IsAvailable => _support.IsAvailable;

    /// <summary>Makes a prompt for a new passkey.</summary>
    /// <param name="subject">The subject, signed in.</param>
    /// <param name="accountName">The name a person picks the passkey by; not null.</param>
    /// <param name="binding">The session; see the remarks on the type.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The prompt, or why there is none.</returns>
    public ValueTask<PasskeyStart> BeginRegistrationAsync(
        string subject, string accountName, string? binding, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        ArgumentException.ThrowIfNullOrEmpty(accountName);
        return PromptAsync("registration", () => _enrollment.BeginAsync(subject, accountName, binding, cancellationToken));
    }

    /// <summary>Registers the passkey that answered a prompt. It is active at once.</summary>
    /// <param name="subject">The subject the prompt was made for.</param>
    /// <param name="name">What its owner knows it by, at most 64 characters.</param>
    /// <param name="credentialJson">The browser's answer, as it came.</param>
    /// <param name="binding">The binding the prompt was made with.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome, with recovery codes at the first authenticator.</returns>
    public ValueTask<PasskeyRegistration> RegisterAsync(
        string subject, string? name, string? credentialJson, string? binding, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        return MfaTracing.Spans.RunAsync("securitykit.passkey.register", () => _enrollment.RegisterAsync(subject, name, credentialJson, binding, cancellationToken));
    }

    /// <summary>Makes a prompt to sign in with: the person chooses the passkey, and so the account.</summary>
    /// <param name="binding">The browser; see the remarks on the type. Null for a program that has none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The prompt, or <see cref="PasskeyStart.Unavailable"/>.</returns>
    public ValueTask<PasskeyStart> BeginSignInAsync(string? binding, CancellationToken cancellationToken = default) =>
        PromptAsync("sign_in", () => _passkeys.BeginAsync(binding, cancellationToken));

    /// <summary>Finds out who answered a prompt. Whether that account may sign in is the caller's to ask; no further factor is needed.</summary>
    /// <param name="credentialJson">The browser's answer, as it came.</param>
    /// <param name="binding">The binding the prompt was made with.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns><see cref="MfaVerification.Verified"/> or <see cref="MfaVerification.Invalid"/>.</returns>
    public ValueTask<MfaVerification> VerifySignInAsync(string? credentialJson, string? binding, CancellationToken cancellationToken = default) =>
        MfaTracing.Spans.RunAsync("securitykit.passkey.sign_in", () => _passkeys.SignInAsync(credentialJson, binding, cancellationToken));

    /// <summary>Makes a prompt that completes a challenge; give the answer to <see cref="MfaManager.VerifyChallengeAsync"/> with <see cref="MfaMethod.Passkey"/>.</summary>
    /// <param name="challengeToken">The token, as it came.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The prompt, or why there is none.</returns>
    public ValueTask<PasskeyStart> BeginChallengeAsync(string? challengeToken, CancellationToken cancellationToken = default) =>
        PromptAsync("challenge", () => _passkeys.BeginChallengeAsync(challengeToken, cancellationToken));

    /// <summary>Makes a prompt for a step-up inside a session.</summary>
    /// <param name="subject">The session's subject.</param>
    /// <param name="binding">The session; see the remarks on the type.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The prompt, or why there is none.</returns>
    public ValueTask<PasskeyStart> BeginStepUpAsync(string subject, string? binding, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        return PromptAsync("step_up", () => _passkeys.BeginStepUpAsync(subject, binding, cancellationToken));
    }

    /// <summary>Verifies a passkey inside a session. The caller adds the factor to the session.</summary>
    /// <param name="subject">The session's subject.</param>
    /// <param name="credentialJson">The browser's answer, as it came.</param>
    /// <param name="binding">The binding the prompt was made with.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome; never <see cref="MfaVerification.ChallengeNotFound"/>.</returns>
    public ValueTask<MfaVerification> VerifyStepUpAsync(
        string subject, string? credentialJson, string? binding, CancellationToken cancellationToken = default)
    {
        LabelRules.CheckSubject(subject);
        return _signIn.VerifyStepUpAsync(subject, MfaMethod.Passkey, credentialJson, binding, cancellationToken);
    }

    private static ValueTask<PasskeyStart> PromptAsync(string purpose, Func<ValueTask<PasskeyStart>> prompt) =>
        MfaTracing.Spans.RunAsync("securitykit.passkey.prompt", prompt, new KeyValuePair<string, object?>("securitykit.purpose", purpose));
}
