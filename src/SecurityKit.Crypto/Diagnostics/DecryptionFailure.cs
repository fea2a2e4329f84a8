namespace SecurityKit.Crypto;

/// <summary>Why data did not decrypt. Goes to the host's log and metrics, never to the caller.</summary>
internal enum DecryptionFailure
{
    Malformed,
    UnknownVersion,
    UnknownAlgorithm,
    UnknownKey,
    UnknownSubject,
    KeyRevoked,
    KeyExpired,
    KeyDestroyed,
    KeyNotUnwrapped,

    /// <summary>The key's commitment is not in it: another purpose, or a ciphertext made to open under several keys.</summary>
    WrongCommitment,

    /// <summary>The tag is not right: changed, or other associated data.</summary>
    NotAuthentic,

    /// <summary>It decrypted, and what was in it is not of the type it was read as.</summary>
    WrongType,
}
