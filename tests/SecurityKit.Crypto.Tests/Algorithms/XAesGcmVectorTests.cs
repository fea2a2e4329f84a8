using System.Security.Cryptography;
using System.Text.Json;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Algorithms;

/// <summary>The vectors of c2sp.org/XAES-256-GCM, the accumulated ones included.</summary>
[Category("Vectors")]
public sealed class XAesGcmVectorTests
{
    private const string File = "crypto/xaes-256-gcm.json";
    private const int MaxBytesPerIteration = 32 + 24 + 1 + 255 + 1 + 255;

    [Test]
    public void Every_single_case_seals_and_opens()
    {
        var count = 0;
        foreach (var vector in VectorFile.Cases(File).Where(v => v.GetProperty("kind").GetString() == "single"))
        {
            count++;
            var name = vector.GetProperty("id").GetString();
            var plaintext = Bytes(vector, "plaintext");
            var sealedBytes = Bytes(vector, "ciphertext");
            using var cipher = new XAesGcmAead(Bytes(vector, "key"));
            var made = new byte[sealedBytes.Length];
            cipher.Encrypt(Bytes(vector, "nonce"), plaintext, Bytes(vector, "aad"), made.AsSpan(0, plaintext.Length), made.AsSpan(plaintext.Length));
            Assert.That(made, Is.EqualTo(sealedBytes), name);
            var opened = new byte[plaintext.Length];
            Assert.That(Open(cipher, vector, sealedBytes, opened), Is.True, name);
            Assert.That(opened, Is.EqualTo(plaintext), name);
        }

        Assert.That(count, Is.EqualTo(66));
    }

    [Test]
    public void Every_tampered_case_is_refused()
    {
        var count = 0;
        foreach (var vector in VectorFile.Cases(File).Where(v => v.GetProperty("kind").GetString() == "open-must-fail"))
        {
            count++;
            using var cipher = new XAesGcmAead(Bytes(vector, "key"));
            var sealedBytes = Bytes(vector, "ciphertext");
            Assert.That(Open(cipher, vector, sealedBytes, new byte[sealedBytes.Length - Aead.TagSizeBytes]), Is.False, vector.GetProperty("id").GetString());
        }

        Assert.That(count, Is.EqualTo(12));
    }

    [TestCase(10_000)]
    [TestCase(1_000_000)]
    public void The_accumulated_hash_comes_out(int iterations)
    {
        var vector = VectorFile.Cases(File).Single(v => v.TryGetProperty("iterations", out var n) && n.GetInt32() == iterations);
        if (!Shake128.IsSupported)
        {
            Assert.Ignore("This platform has no SHAKE128.");
        }

        // The stream is not long enough to be worth reading in parts, and the platform gives it in one piece only.
        var stream = Shake128.HashData([], (int)Math.Min(Array.MaxLength, (long)iterations * MaxBytesPerIteration * 2 / 3));
        var at = 0;
        using var outcome = new Shake128();
        var made = new byte[256 + Aead.TagSizeBytes];
        for (var i = 0; i < iterations; i++)
        {
            using var cipher = new XAesGcmAead(Next(32));
            var nonce = Next(24);
            var plaintext = Next(Next(1)[0]);
            var associatedData = Next(Next(1)[0]);
            cipher.Encrypt(nonce, plaintext, associatedData, made.AsSpan(0, plaintext.Length), made.AsSpan(plaintext.Length, Aead.TagSizeBytes));
            outcome.AppendData(made.AsSpan(0, plaintext.Length + Aead.TagSizeBytes));
        }

        Assert.That(Convert.ToHexStringLower(outcome.GetHashAndReset(32)), Is.EqualTo(vector.GetProperty("shake128Of32Bytes").GetString()));

        ReadOnlySpan<byte> Next(int count)
        {
            at += count;
            return stream.AsSpan(at - count, count);
        }
    }

    private static bool Open(XAesGcmAead cipher, JsonElement vector, byte[] sealedBytes, byte[] opened) => cipher.TryDecrypt(
        Bytes(vector, "nonce"), sealedBytes.AsSpan(0, sealedBytes.Length - Aead.TagSizeBytes), sealedBytes.AsSpan(sealedBytes.Length - Aead.TagSizeBytes),
        Bytes(vector, "aad"), opened);

    private static byte[] Bytes(JsonElement vector, string name) => Convert.FromHexString(vector.GetProperty(name).GetString()!);
}
