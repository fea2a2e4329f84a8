using SecurityKit.Crypto;

namespace SecurityKit.Sessions;

/// <summary>What can be said of a token without clock, options or store: is it an access token that a key of the ring signed?</summary>
internal static class AccessTokenVerifier
{
    internal static (AccessTokenStatus Status, VerifiedToken? Token) Verify(string token, SigningKeySet keys)
    {
        if (CompactJws.TryParse(token) is not { } jws)
        {
            return (AccessTokenStatus.Malformed, null);
        }

        if (!string.Equals(jws.Algorithm, AccessTokenNames.Algorithm, StringComparison.Ordinal))
        {
            return (AccessTokenStatus.WrongAlgorithm, null);
        }

        if (!IsAccessTokenType(jws.Type))
        {
            return (AccessTokenStatus.WrongType, null);
        }

        if (keys.Find(jws.KeyId) is not { } key)
        {
            return (AccessTokenStatus.UnknownKey, null);
        }

        if (jws.Signature.Length != CompactJws.SignatureBytes || !key.Verify(jws.SigningInput, jws.Signature))
        {
            return (AccessTokenStatus.WrongSignature, null);
        }

        return AccessTokenClaimsReader.TryRead(jws.Payload) is { } claims
            ? (AccessTokenStatus.Valid, new VerifiedToken(key.Id, claims))
            : (AccessTokenStatus.Malformed, null);
    }

    /// <summary>Media types compare without case, and <c>application/</c> may be written out (RFC 7515, section 4.1.9).</summary>
    private static bool IsAccessTokenType(string? type) =>
        string.Equals(type, AccessTokenNames.AccessTokenType, StringComparison.OrdinalIgnoreCase)
        || string.Equals(type, "application/" + AccessTokenNames.AccessTokenType, StringComparison.OrdinalIgnoreCase);
}
