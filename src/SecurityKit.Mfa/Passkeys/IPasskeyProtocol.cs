namespace SecurityKit.Mfa;

/// <summary>
/// The WebAuthn ceremonies: makes prompts and judges the browser's answers. SecurityKit.AspNetCore has one on ASP.NET Core's implementation.
/// Holds no state and no rules of the kit. Every verification requires user verification, the configured domain and an allowed origin.
/// Thread-safe. Answers are hostile input: whatever is wrong with one is a null, never an exception.
/// </summary>
public interface IPasskeyProtocol
{
    /// <summary>Makes a prompt for a new discoverable passkey, with a fresh 32-byte challenge, without attestation.</summary>
    /// <param name="owner">Whose it will be.</param>
    /// <param name="existing">What the owner has already, so that no authenticator registers twice.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The prompt.</returns>
    ValueTask<PasskeyPrompt> PromptRegistrationAsync(
        PasskeyOwner owner, IReadOnlyList<PasskeyCredential> existing, CancellationToken cancellationToken);

    /// <summary>Makes a prompt to use a passkey, with a fresh 32-byte challenge.</summary>
    /// <param name="subject">Whose passkeys; null lets the person choose.</param>
    /// <param name="credentials">The subject's passkeys; empty when <paramref name="subject"/> is null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The prompt.</returns>
    ValueTask<PasskeyPrompt> PromptUseAsync(
        string? subject, IReadOnlyList<PasskeyCredential> credentials, CancellationToken cancellationToken);

    /// <summary>Judges the answer to a registration prompt.</summary>
    /// <param name="state">The prompt's state; the caller has seen to it that it is used once.</param>
    /// <param name="credentialJson">The answer, as <c>credential.toJSON()</c> gives it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new passkey; null when anything is wrong with the answer.</returns>
    ValueTask<PasskeyCredential?> VerifyRegistrationAsync(string state, string credentialJson, CancellationToken cancellationToken);

    /// <summary>Judges the answer to a prompt for use.</summary>
    /// <param name="state">The prompt's state; the caller has seen to it that it is used once.</param>
    /// <param name="credentialJson">The answer, as <c>credential.toJSON()</c> gives it.</param>
    /// <param name="credentialsOf">Reads the passkeys of a subject. The subject is the client's claim and may be anything.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What was proven; null when anything is wrong with the answer.</returns>
    ValueTask<PasskeyAssertion?> VerifyUseAsync(
        string state, string credentialJson, Func<string, CancellationToken, ValueTask<IReadOnlyList<PasskeyCredential>>> credentialsOf,
        CancellationToken cancellationToken);
}
