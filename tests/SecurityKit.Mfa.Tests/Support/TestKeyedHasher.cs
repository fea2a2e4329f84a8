using System.Security.Cryptography;
using System.Text;
using SecurityKit.Crypto;

namespace SecurityKit.Mfa.Tests.Support;

/// <summary>HMAC-SHA-256 under one key of its own per purpose: what the kit's keyed hasher promises, without a key ring.</summary>
internal sealed class TestKeyedHasher : IKeyedHasher
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public byte[] Hash(string purpose, ReadOnlySpan<byte> data) => HMACSHA256.HashData(KeyOf("hash:" + purpose), data);

    public bool Verify(string purpose, ReadOnlySpan<byte> data, ReadOnlySpan<byte> hash) =>
        CryptographicOperations.FixedTimeEquals(Hash(purpose, data), hash);

    public byte[] Index(string purpose, ReadOnlySpan<byte> data) => HMACSHA256.HashData(KeyOf("index:" + purpose), data);

    private byte[] KeyOf(string purpose) => HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(purpose));
}
