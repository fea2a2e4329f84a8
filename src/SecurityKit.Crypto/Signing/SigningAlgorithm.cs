namespace SecurityKit.Crypto;

/// <summary>What signs tokens, by its name in JWS (RFC 7518, section 3.1).</summary>
public enum SigningAlgorithm
{
    /// <summary>ECDSA on P-256 with SHA-256: short signatures, cheap to make.</summary>
    ES256,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256 and keys of 3,072 bits: for clients that know nothing else.</summary>
    RS256,
}
