namespace SecurityKit.AspNetCore;

/// <summary>Kept with a request whose credential was refused, for the challenge that follows.</summary>
internal sealed record CredentialFailure(CredentialStatus Status);
