namespace SecurityKit.Crypto;

/// <summary>Makes a KEK from key bytes that the host got from a place of its own, such as a secret store.</summary>
public static class MasterKey
{
    /// <summary>A KEK that wraps with AES-256-GCM in this process's memory.</summary>
    /// <param name="key">32 random bytes; copied, so the caller wipes its own.</param>
    /// <returns>The KEK; dispose it to wipe the key (the container does so for one opened by <see cref="CryptoOptions.UseKeyWrapper"/>).</returns>
    public static IKeyWrapper FromBytes(ReadOnlySpan<byte> key) => new LocalKeyWrapper(key);
}
