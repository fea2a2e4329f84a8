namespace SecurityKit.Mfa;

/// <summary>An answer of an authenticator whose signature, origin, challenge, presence and user verification were found good.</summary>
/// <param name="Subject">Whose passkey signed.</param>
/// <param name="CredentialId">Which passkey.</param>
/// <param name="SignCount">The authenticator's counter in this answer, not compared with an earlier one yet.</param>
public sealed record PasskeyAssertion(string Subject, byte[] CredentialId, long SignCount);
