namespace SecurityKit.AspNetCore;

/// <summary>Kept with a request whose credential was refused, for the challenge that follows.</summary>
/// <param name="Status">Why.</param>
/// <param name="IsWithProof">Whether it was presented as bound to a key.</param>
internal sealed record CredentialFailure(CredentialStatus Status, bool IsWithProof);
