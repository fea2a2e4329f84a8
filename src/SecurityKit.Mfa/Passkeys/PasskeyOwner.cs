namespace SecurityKit.Mfa;

/// <summary>Whose passkey is to be made.</summary>
/// <param name="Subject">The subject; the passkey keeps it as its user handle, so at most 64 bytes of UTF-8 and nothing personal.</param>
/// <param name="AccountName">The name a person picks the passkey by.</param>
public sealed record PasskeyOwner(string Subject, string AccountName);
