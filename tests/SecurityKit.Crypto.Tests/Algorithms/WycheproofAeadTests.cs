using System.Text.Json;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Algorithms;

/// <summary>Every case of the Wycheproof project for 256-bit keys. A nonce of another size than 12 bytes is a refusal by exception.</summary>
[Category("Vectors")]
public sealed class WycheproofAeadTests
{
    [TestCase("crypto/aes-256-gcm.json", EncryptionAlgorithm.Aes256Gcm, 63)]
    [TestCase("crypto/chacha20-poly1305.json", EncryptionAlgorithm.ChaCha20Poly1305, 195)]
    public void Every_case_comes_out(string file, EncryptionAlgorithm algorithm, int expectedCount)
    {
        var count = 0;
        foreach (var vector in VectorFile.Cases(file))
        {
            count++;
            Check(vector, algorithm);
        }

        Assert.That(count, Is.EqualTo(expectedCount));
    }

    private static void Check(JsonElement vector, EncryptionAlgorithm algorithm)
    {
        var name = $"case {vector.GetProperty("id").GetInt32()}";
        var (nonce, associatedData, plaintext) = (Bytes(vector, "iv"), Bytes(vector, "aad"), Bytes(vector, "msg"));
        var (expected, expectedTag) = (Bytes(vector, "ct"), Bytes(vector, "tag"));
        using var cipher = Aead.Create(algorithm, Bytes(vector, "key"));
        var ciphertext = new byte[plaintext.Length];
        var tag = new byte[Aead.TagSizeBytes];
        var opened = new byte[expected.Length];
        if (nonce.Length != cipher.NonceSizeBytes)
        {
            Assert.Throws<ArgumentException>(() => cipher.Encrypt(nonce, plaintext, associatedData, ciphertext, tag), name);
            Assert.Throws<ArgumentException>(() => cipher.TryDecrypt(nonce, expected, new byte[Aead.TagSizeBytes], associatedData, opened), name);
            return;
        }

        var isValid = vector.GetProperty("result").GetString() == "valid";
        Assert.That(cipher.TryDecrypt(nonce, expected, expectedTag, associatedData, opened), Is.EqualTo(isValid), name);
        Assert.That(opened, Is.EqualTo(isValid ? plaintext : new byte[expected.Length]), name);
        if (isValid)
        {
            cipher.Encrypt(nonce, plaintext, associatedData, ciphertext, tag);
            Assert.That(ciphertext, Is.EqualTo(expected), name);
            Assert.That(tag, Is.EqualTo(expectedTag), name);
        }
    }

    private static byte[] Bytes(JsonElement vector, string name) => Convert.FromHexString(vector.GetProperty(name).GetString()!);
}
