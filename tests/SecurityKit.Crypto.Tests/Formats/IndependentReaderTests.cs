using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests;

/// <summary>Reads what the kit writes with nothing but docs/formats.md and the platform's primitives: from the master key down to the data.</summary>
[TestFixture]
public sealed class IndependentReaderTests
{
    private static readonly byte[] Bound = Encoding.UTF8.GetBytes("customers/42");

    private readonly byte[] _masterKey = TestCrypto.NewMasterKey();
    private readonly InMemoryKeyRingStore _store = new();
    private TestCrypto _crypto = null!;

    [OneTimeSetUp]
    public async Task Create() => _crypto = await TestCrypto.CreateAsync(masterKey: _masterKey, services: s => s.AddSingleton<IKeyRingStore>(_store));

    [OneTimeTearDown]
    public async Task Dispose() => await _crypto.DisposeAsync();

    [Test]
    public async Task An_envelope_is_read_by_the_document()
    {
        var envelope = _crypto.Encryptor.ForPurpose("customers.iban").ForPurpose("v2").Encrypt("DE02120300000000202051"u8, Bound);
        var keyId = envelope[2..18];
        var derived = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, await DataKeyAsync(keyId), 64, keyId, [.. "SecurityKit envelope v1"u8, 0, envelope[1], .. "customers.iban v2"u8]);
        var data = new byte[envelope.Length - 62 - 16];
        using var cipher = new AesGcm(derived[..32], 16);
        cipher.Decrypt(envelope.AsSpan(18, 12), envelope.AsSpan(62, data.Length), envelope.AsSpan(^16..), data, [.. envelope[..62], .. Bound]);

        Assert.That((envelope[0], envelope[1]), Is.EqualTo((1, 1)));
        Assert.That(envelope[30..62], Is.EqualTo(derived[32..]));
        Assert.That(Encoding.UTF8.GetString(data), Is.EqualTo("DE02120300000000202051"));
    }

    [Test]
    public async Task A_stream_is_read_by_the_document()
    {
        var plaintext = RandomNumberGenerator.GetBytes((2 << 16) + 5);
        using var written = new MemoryStream();
        await _crypto.Services.GetRequiredService<IStreamEncryptor>().ForPurpose("files").EncryptAsync(new MemoryStream(plaintext), written, Bound);
        var stream = written.ToArray();
        var keyId = stream[4..20];
        var purposeKey = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, await DataKeyAsync(keyId), 32, keyId, [.. "SecurityKit stream v1"u8, 0, stream[2], .. "files"u8]);
        var derived = HKDF.DeriveKey(HashAlgorithmName.SHA256, purposeKey, 32 + 32 + 7, stream[20..52], [.. stream[..20], .. Bound]);
        using var cipher = new AesGcm(derived[..32], 16);
        var data = new List<byte>();
        var segments = stream.Skip(84).Chunk((1 << stream[3]) + 16).ToArray();
        for (var i = 0; i < segments.Length; i++)
        {
            var nonce = new byte[12];
            derived.AsSpan(64).CopyTo(nonce);
            BinaryPrimitives.WriteInt32BigEndian(nonce.AsSpan(7), i);
            nonce[11] = i == segments.Length - 1 ? (byte)1 : (byte)0;
            var part = new byte[segments[i].Length - 16];
            cipher.Decrypt(nonce, segments[i].AsSpan(0, part.Length), segments[i].AsSpan(part.Length), part);
            data.AddRange(part);
        }

        Assert.That((stream[0], stream[1], stream[2], stream[3]), Is.EqualTo((0x53, 1, 1, 16)));
        Assert.That(stream[52..84], Is.EqualTo(derived[32..64]));
        Assert.That(data, Is.EqualTo(plaintext));
    }

    [Test]
    public async Task A_keyed_hash_is_computed_by_the_document()
    {
        var hash = _crypto.Hasher.Hash("codes", "123456"u8);
        var key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, await DataKeyAsync(hash[1..17]), 32, hash[1..17], [.. "SecurityKit keyed hash v1"u8, 0, 0, .. "codes"u8]);

        Assert.That(hash[0], Is.EqualTo(1));
        Assert.That(hash[17..], Is.EqualTo(HMACSHA256.HashData(key, "123456"u8)));
    }

    /// <summary>The data key, from the stored document and the master key.</summary>
    private async Task<byte[]> DataKeyAsync(byte[] keyId)
    {
        var stored = await _store.LoadAsync(KeyRingNames.Data, default);
        using var document = JsonDocument.Parse(stored!.Content);
        var ring = document.RootElement;
        var key = ring.GetProperty("keys").EnumerateArray().Single(k => k.GetProperty("id").GetString() == Convert.ToHexStringLower(keyId));
        var kekId = "local:" + Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, _masterKey, 8, [], "SecurityKit KEK id v1"u8.ToArray()));
        var wrappingKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, _masterKey, 32, [], "SecurityKit key wrapping v1"u8.ToArray());
        var place = string.Create(
            CultureInfo.InvariantCulture,
            $"SecurityKit key v1\n{ring.GetProperty("ring")}\n{ring.GetProperty("kind")}\n{key.GetProperty("id")}\n{key.GetProperty("version")}\n{key.GetProperty("algorithm")}\n{key.GetProperty("createdAt").GetDateTimeOffset().UtcTicks}");
        var wrapped = key.GetProperty("wrapped").GetBytesFromBase64();
        var dataKey = new byte[wrapped.Length - 29];
        using var cipher = new AesGcm(wrappingKey, 16);
        cipher.Decrypt(
            wrapped.AsSpan(1, 12), wrapped.AsSpan(13, dataKey.Length), wrapped.AsSpan(^16..), dataKey,
            [1, .. Encoding.ASCII.GetBytes(kekId), 0, .. Encoding.UTF8.GetBytes(place)]);

        Assert.That(key.GetProperty("kekId").GetString(), Is.EqualTo(kekId));
        return dataKey;
    }
}
