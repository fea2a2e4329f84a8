namespace SecurityKit.Crypto;

/// <summary>
/// Keyed hashes (HMAC-SHA-256 under keys derived from the key ring per purpose), for values with too little entropy for a plain hash:
/// one-time codes, device fingerprints, addresses in counters. Thread-safe, synchronous, no I/O.
/// </summary>
public interface IKeyedHasher
{
    /// <summary>Hashes under the newest key. The result names its key, so that it still verifies after a rotation.</summary>
    /// <param name="purpose">1 to 128 characters of visible ASCII; hashes of different purposes never match.</param>
    /// <param name="data">What to hash.</param>
    /// <returns>Key id and tag, a few dozen bytes; opaque.</returns>
    byte[] Hash(string purpose, ReadOnlySpan<byte> data);

    /// <summary>Compares in constant time.</summary>
    /// <param name="purpose">The purpose given at hashing.</param>
    /// <param name="data">The candidate.</param>
    /// <param name="hash">What <see cref="Hash"/> returned. Anything else, or a key that is gone, does not verify.</param>
    /// <returns>Whether it matches.</returns>
    bool Verify(string purpose, ReadOnlySpan<byte> data, ReadOnlySpan<byte> hash);

    /// <summary>
    /// A hash that stays the same across key rotations, for look-ups by equality (blind indexes, counter ids).
    /// Its key is made once and wrapped like the others.
    /// </summary>
    /// <param name="purpose">1 to 128 characters of visible ASCII.</param>
    /// <param name="data">What to hash.</param>
    /// <returns>32 bytes.</returns>
    byte[] Index(string purpose, ReadOnlySpan<byte> data);
}
