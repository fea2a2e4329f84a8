namespace SecurityKit.Crypto;

/// <summary>
/// The active key may not encrypt further messages now: what this node had reserved is used up, and the store did not grant more.
/// Nothing was encrypted; trying again after the store answers, or the key has rotated, succeeds.
/// </summary>
public sealed class KeyExhaustedException : SecurityKitException
{
    /// <summary>Creates the exception.</summary>
    public KeyExhaustedException()
        : base("The active data key may not encrypt further messages until the key-ring store grants more or the key has rotated.")
    {
    }
}
