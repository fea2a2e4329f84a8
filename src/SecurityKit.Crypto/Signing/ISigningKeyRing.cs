namespace SecurityKit.Crypto;

/// <summary>
/// The keys that sign tokens, rotated and wrapped as data keys are. A key is announced before it signs and stays published
/// until everything it signed has expired. Thread-safe.
/// </summary>
public interface ISigningKeyRing
{
    /// <summary>The present keys: an immutable snapshot, read without I/O. Loaded before the host starts.</summary>
    SigningKeySet Current { get; }
}
