namespace SecurityKit.Crypto;

/// <summary>Where a key is in its life. Follows from what is stored and the time, so every node sees the same.</summary>
public enum KeyState
{
    /// <summary>Announced: every node knows it, none uses it yet. It already decrypts and verifies, for nodes whose clock is ahead.</summary>
    Pending,

    /// <summary>New data is encrypted, or signed, with it.</summary>
    Active,

    /// <summary>A newer key took over; it still decrypts, or verifies, until its grace ends, and beyond that as long as a count says that data under it is left.</summary>
    DecryptOnly,

    /// <summary>Its grace is over: it decrypts and verifies nothing. Not destroyed; a longer grace would bring it back.</summary>
    Expired,

    /// <summary>Taken out by hand: it decrypts and verifies nothing from that moment.</summary>
    Revoked,

    /// <summary>The key itself is gone; only its record is left.</summary>
    Destroyed,
}
