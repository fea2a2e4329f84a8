namespace SecurityKit.Crypto;

/// <summary>The authenticated ciphers. The number of a member is the algorithm byte of an envelope and never changes.</summary>
public enum EncryptionAlgorithm
{
    /// <summary>None; not a valid choice.</summary>
    None = 0,

    /// <summary>AES-256-GCM (NIST SP 800-38D) with random 96-bit nonces. At most 2^32 messages a key; the key ring rotates before that.</summary>
    Aes256Gcm = 1,

    /// <summary>XAES-256-GCM (C2SP): AES-256-GCM under a key derived per message, with random 192-bit nonces. No practical limit of messages; slower for small data.</summary>
    XAes256Gcm = 2,

    /// <summary>ChaCha20-Poly1305 (RFC 8439) with random 96-bit nonces. For processors without AES instructions. At most 2^32 messages a key.</summary>
    ChaCha20Poly1305 = 3,
}
