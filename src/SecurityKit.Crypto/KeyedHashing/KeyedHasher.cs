using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>
/// HMAC-SHA-256 under derived keys. A rotating hash has the layout version (1), key id (16), tag (32); an index hash is the tag alone. See docs/formats.md.
/// </summary>
internal sealed class KeyedHasher(KeyRingRegistry registry) : IKeyedHasher
{
    private const byte FormatVersion = 1;
    private const int TagOffset = 1 + KeyId.SizeBytes;
    private const int HashSizeBytes = TagOffset + HMACSHA256.HashSizeInBytes;

    private readonly KeyRing _data = registry.Get(KeyRingNames.Data);
    private readonly KeyRing _index = registry.Get(KeyRingNames.Index);

    public byte[] Hash(string purpose, ReadOnlySpan<byte> data)
    {
        Purpose.Check(purpose);
        var key = _data.Now.Active;
        var hash = new byte[HashSizeBytes];
        hash[0] = FormatVersion;
        key.Id.Write(hash.AsSpan(1));
        Compute(key.Data!, DerivationLabels.KeyedHash, purpose, data, hash.AsSpan(TagOffset));
        return hash;
    }

    public bool Verify(string purpose, ReadOnlySpan<byte> data, ReadOnlySpan<byte> hash)
    {
        Purpose.Check(purpose);
        if (hash.Length != HashSizeBytes || hash[0] != FormatVersion)
        {
            return false;
        }

        if (_data.Now.Find(KeyId.Read(hash[1..])) is not { Data: { } key })
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        try
        {
            Compute(key, DerivationLabels.KeyedHash, purpose, data, expected);
        }
        catch (ObjectDisposedException)
        {
            return false;
        }

        return CryptographicOperations.FixedTimeEquals(expected, hash[TagOffset..]);
    }

    public byte[] Index(string purpose, ReadOnlySpan<byte> data)
    {
        Purpose.Check(purpose);
        var hash = new byte[HMACSHA256.HashSizeInBytes];
        Compute(_index.Now.Active.Data!, DerivationLabels.Index, purpose, data, hash);
        return hash;
    }

    private static void Compute(DataKey key, string label, string purpose, ReadOnlySpan<byte> data, Span<byte> tag) =>
        key.ForHash(label, purpose).Use(data, tag, static (hmacKey, message, output) => HMACSHA256.HashData(hmacKey, message, output));
}
