using System.Security.Cryptography;
using System.Text;
using SecurityKit.Crypto;

namespace SecurityKit.Testing;

/// <summary>Keyed hashes under one key of the test's own, for rules that do not concern the key ring.</summary>
public sealed class FixedKeyHasher : IKeyedHasher
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public byte[] Hash(string purpose, ReadOnlySpan<byte> data) =>
        HMACSHA256.HashData(_key, (byte[])[.. Encoding.ASCII.GetBytes(purpose), 0, .. data]);

    public bool Verify(string purpose, ReadOnlySpan<byte> data, ReadOnlySpan<byte> hash) =>
        CryptographicOperations.FixedTimeEquals(Hash(purpose, data), hash);

    public byte[] Index(string purpose, ReadOnlySpan<byte> data) => Hash(purpose, data);
}
