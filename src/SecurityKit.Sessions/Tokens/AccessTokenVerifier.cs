using SecurityKit.Crypto;

namespace SecurityKit.Sessions;

/// <summary>What can be said of a token without clock, options or store: is it an access token that a key of the ring signed?</summary>
internal static class AccessTokenVerifier
{
    internal static (AccessTokenStatus Status, VerifiedToken? Token) Verify(string token, SigningKeySet keys)
    {
        var (status, jws) = Read(token);
        if (jws is null)
        {
            return (status, null);
        }

        if (keys.Find(jws.KeyId) is not { } key)
        {
            return (AccessTokenStatus.UnknownKey, null);
        }

        if (!string.Equals(jws.Algorithm, key.Algorithm, StringComparison.Ordinal))
        {
            return (AccessTokenStatus.WrongAlgorithm, null);
        }

        return key.Verify(jws.SigningInput, jws.Signature) ? ReadClaims(jws, key.Id) : (AccessTokenStatus.WrongSignature, null);
    }

    /// <summary>What can be said before a key is chosen. Nothing of it is to be trusted yet.</summary>
    internal static (AccessTokenStatus Status, CompactJws? Jws) Read(string? token)
    {
        if (CompactJws.TryParse(token) is not { } jws)
        {
            return (AccessTokenStatus.Malformed, null);
        }

        if (!IsKnownAlgorithm(jws.Algorithm))
        {
            return (AccessTokenStatus.WrongAlgorithm, null);
        }

        return IsAccessTokenType(jws.Type) ? (AccessTokenStatus.Valid, jws) : (AccessTokenStatus.WrongType, null);
    }

    /// <summary>The claims of a token whose signature was found right.</summary>
    internal static (AccessTokenStatus Status, VerifiedToken? Token) ReadClaims(CompactJws jws, string keyId) =>
        AccessTokenClaimsReader.TryRead(jws.Payload) is { } claims
            ? (AccessTokenStatus.Valid, new VerifiedToken(keyId, claims))
            : (AccessTokenStatus.Malformed, null);

    private static bool IsKnownAlgorithm(string name) => name is nameof(SigningAlgorithm.ES256) or nameof(SigningAlgorithm.RS256);

    private static bool IsAccessTokenType(string? type) =>
        string.Equals(type, AccessTokenNames.AccessTokenType, StringComparison.OrdinalIgnoreCase)
        || string.Equals(type, "application/" + AccessTokenNames.AccessTokenType, StringComparison.OrdinalIgnoreCase);
}
