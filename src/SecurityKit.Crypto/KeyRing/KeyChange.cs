namespace SecurityKit.Crypto;

/// <summary>What became of a request to revoke or destroy a key.</summary>
public enum KeyChange
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>It had been done before.</summary>
    AlreadyDone,

    /// <summary>The ring has no such key.</summary>
    NotFound,

    /// <summary>Refused: it is the active key and no next key is announced. Rotate first.</summary>
    NeedsSuccessor,

    /// <summary>Refused: only a revoked or expired key is destroyed, so that a slip of the hand can be taken back. Revoke first.</summary>
    StillUsable,

    /// <summary>Refused: the latest count of stored data found values under this key. Rewrap them, or forget the count with <see cref="IKeyRingManager.ForgetDataAsync"/>.</summary>
    DataLeft,
}
