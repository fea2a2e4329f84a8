namespace SecurityKit.Sessions;

/// <summary>A token whose signature was verified with the key of this id.</summary>
internal sealed record VerifiedToken(string KeyId, AccessTokenClaims Claims);
