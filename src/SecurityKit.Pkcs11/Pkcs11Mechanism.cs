namespace SecurityKit.Pkcs11;

/// <summary>What the token does with its key.</summary>
public enum Pkcs11Mechanism
{
    /// <summary>AES-256-GCM on the token (<c>CKM_AES_GCM</c>): one call, and what the key belongs to is bound by the token itself.</summary>
    AesGcm,

    /// <summary>AES key wrap, RFC 3394 (<c>CKM_AES_KEY_WRAP</c>): for tokens without GCM. The token wraps a fresh key, which encrypts the data key here.</summary>
    AesKeyWrap,

    /// <summary>
    /// RSA-OAEP (<c>CKM_RSA_PKCS_OAEP</c>): for tokens with RSA keys only. The token unwraps a fresh key, which encrypts the data key here, and signs
    /// the whole (<c>CKM_SHA256_RSA_PKCS_PSS</c>), since anybody can encrypt to a public key.
    /// </summary>
    RsaOaep,
}
