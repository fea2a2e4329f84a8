using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Encryption;

/// <summary>One ciphertext that two AES-GCM keys accept, made by someone who knows both, is not one that two rings accept.</summary>
public sealed class EnvelopeCommitmentTests
{
    private const string Purpose = "invoices";

    private readonly ManualClock _clock = new();
    private readonly KeyId _id = KeyId.New();
    private readonly byte[] _honestKey = RandomNumberGenerator.GetBytes(32);
    private readonly byte[] _attackersKey = RandomNumberGenerator.GetBytes(32);

    [Test]
    public void A_ciphertext_valid_under_two_keys_opens_under_the_one_it_commits_to_only([Values] bool commitsToTheFirst)
    {
        var (committed, other) = commitsToTheFirst ? (_honestKey, _attackersKey) : (_attackersKey, _honestKey);
        var (committedCipherKey, commitment) = Derive(committed);
        var (otherCipherKey, _) = Derive(other);
        byte[] header = [EnvelopeFormat.Version, (byte)EncryptionAlgorithm.Aes256Gcm, .. IdBytes(), .. RandomNumberGenerator.GetBytes(12), .. commitment];
        var nonce = header.AsSpan(EnvelopeFormat.PrefixSizeBytes, 12).ToArray();
        var (ciphertext, tag) = TwoKeyCiphertext.Craft(committedCipherKey, otherCipherKey, nonce, header, "attack at dawn!!"u8);
        byte[] envelope = [.. header, .. ciphertext, .. tag];

        var underCommitted = Open(committedCipherKey, nonce, ciphertext, tag, header);
        var underOther = Open(otherCipherKey, nonce, ciphertext, tag, header);
        Assert.That(underOther, Is.Not.EqualTo(underCommitted), "AES-GCM by itself opens it under both keys, to different plaintexts");

        Assert.That(EncryptorOf(committed).Decrypt(envelope), Is.EqualTo(underCommitted));
        Assert.Throws<DecryptionFailedException>(() => EncryptorOf(other).Decrypt(envelope), "same key id, same tag, another key");
    }

    [Test]
    public void The_commitment_differs_for_every_key_and_every_purpose()
    {
        var commitments = new[] { _honestKey, _attackersKey }.SelectMany(key =>
        {
            using var dataKey = new DataKey(_id, EncryptionAlgorithm.Aes256Gcm, key);
            return new[] { string.Empty, "a", "b", "a b" }.Select(purpose => Convert.ToHexString(dataKey.ForEnvelope(purpose).Commitment)).ToArray();
        });

        Assert.That(commitments, Is.Unique);
    }

    private static byte[] Open(byte[] key, byte[] nonce, byte[] ciphertext, byte[] tag, byte[] header)
    {
        using var cipher = new AesGcm(key, Aead.TagSizeBytes);
        var plaintext = new byte[ciphertext.Length];
        cipher.Decrypt(nonce, ciphertext, tag, plaintext, header);
        return plaintext;
    }

    private byte[] IdBytes()
    {
        var bytes = new byte[KeyId.SizeBytes];
        _id.Write(bytes);
        return bytes;
    }

    private (byte[] CipherKey, byte[] Commitment) Derive(byte[] key)
    {
        using var dataKey = new DataKey(_id, EncryptionAlgorithm.Aes256Gcm, key);
        var derived = new byte[Aead.KeySizeBytes + PurposeKey.CommitmentSizeBytes];
        dataKey.Derive(DerivationLabels.Envelope, EncryptionAlgorithm.Aes256Gcm, Purpose, derived);
        return (derived[..Aead.KeySizeBytes], derived[Aead.KeySizeBytes..]);
    }

    private IEncryptor EncryptorOf(byte[] key)
    {
        var definition = new KeyRingDefinition("data", KeyKind.Data, new KeyRingOptions());
        var ring = new KeyRing(definition, _clock);
        var now = _clock.GetUtcNow();
        var record = new KeyRecord { Id = _id.ToString(), Version = 1, Algorithm = definition.AlgorithmName, CreatedAt = now, ActivatesAt = now, Reason = "test" };
        ring.Replace(
            1, KeyRingDocument.Empty("data", KeyKind.Data).Adding(record),
            [new RingKey(_id, new DataKey(_id, EncryptionAlgorithm.Aes256Gcm, key), MessageBudget.Unlimited())]);
        return new EnvelopeEncryptor(ring, string.Empty, _clock, new CryptoMetrics([]), NullLogger<EnvelopeEncryptor>.Instance).ForPurpose(Purpose);
    }
}
