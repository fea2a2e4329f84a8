namespace SecurityKit.Crypto;

/// <summary>How a KEK is made from a passphrase.</summary>
public enum PassphraseDerivation
{
    /// <summary>Argon2id, RFC 9106: costs memory as well as time.</summary>
    Argon2id,

    /// <summary>PBKDF2-HMAC-SHA-256, RFC 8018: for hosts that must use what FIPS 140 knows.</summary>
    Pbkdf2Sha256,
}
