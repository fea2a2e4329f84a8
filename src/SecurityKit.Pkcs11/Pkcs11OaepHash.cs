namespace SecurityKit.Pkcs11;

/// <summary>The hash inside RSA-OAEP.</summary>
public enum Pkcs11OaepHash
{
    /// <summary>SHA-256.</summary>
    Sha256,

    /// <summary>SHA-1, for tokens that have no other (SoftHSM 2.6). OAEP does not rest on its resistance to collisions.</summary>
    Sha1,
}
