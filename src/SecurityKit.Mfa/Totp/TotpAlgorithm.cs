namespace SecurityKit.Mfa;

/// <summary>The hash under the HMAC of RFC 6238.</summary>
public enum TotpAlgorithm
{
    /// <summary>HMAC-SHA-1: the one that every authenticator app understands. HMAC does not rest on collision resistance.</summary>
    Sha1,

    /// <summary>HMAC-SHA-256. Some apps ignore it and compute SHA-1 instead.</summary>
    Sha256,

    /// <summary>HMAC-SHA-512. Some apps ignore it and compute SHA-1 instead.</summary>
    Sha512,
}
