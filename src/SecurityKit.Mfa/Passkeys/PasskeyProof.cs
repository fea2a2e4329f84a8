namespace SecurityKit.Mfa;

/// <summary>A passkey that was proven just now.</summary>
/// <param name="Subject">Whose it is.</param>
/// <param name="AuthenticatorId">Which.</param>
/// <param name="Method"><see cref="AuthenticationMethods.Passkey"/> or <see cref="AuthenticationMethods.SyncedPasskey"/>.</param>
internal sealed record PasskeyProof(string Subject, string AuthenticatorId, string Method);
