namespace SecurityKit.AspNetCore;

/// <summary>The key of a development certificate.</summary>
public enum DevelopmentKey
{
    /// <summary>ECDSA on P-256: made at once, fast to use.</summary>
    P256,

    /// <summary>RSA with 4096 bits, for clients that know no other; takes seconds to make.</summary>
    Rsa4096,
}
