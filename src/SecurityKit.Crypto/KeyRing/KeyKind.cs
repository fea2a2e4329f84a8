namespace SecurityKit.Crypto;

/// <summary>What the keys of a ring are.</summary>
public enum KeyKind
{
    /// <summary>32-byte keys that encrypt data and hash values; rotated.</summary>
    Data,

    /// <summary>P-256 private keys that sign tokens; rotated.</summary>
    Signing,

    /// <summary>One 32-byte key for hashes that are looked up by equality. Made once and never rotated: a new key would find nothing.</summary>
    Index,
}
