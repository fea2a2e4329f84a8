using System.Security.Cryptography;

namespace SecurityKit.Crypto.Tests.Algorithms;

[TestFixture(EncryptionAlgorithm.Aes256Gcm)]
[TestFixture(EncryptionAlgorithm.XAes256Gcm)]
[TestFixture(EncryptionAlgorithm.ChaCha20Poly1305)]
public sealed class AeadTests(EncryptionAlgorithm algorithm)
{
    private const int Threads = 16;
    private const int OperationsPerThread = 62_500;

    /// <summary>The platform's instances break when threads share one: a ciphertext that does not decrypt, or a crash.</summary>
    [Test]
    public void A_million_operations_of_sixteen_threads_on_one_cipher_all_decrypt()
    {
        using var cipher = Aead.Create(algorithm, RandomNumberGenerator.GetBytes(Aead.KeySizeBytes));
        var right = 0;
        var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() => Interlocked.Add(ref right, EncryptAndDecrypt(cipher, number)))).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.That(right, Is.EqualTo(Threads * OperationsPerThread));
    }

    [Test]
    public void Nonces_of_any_other_size_are_refused([Range(0, 33)] int size)
    {
        using var cipher = Aead.Create(algorithm, new byte[Aead.KeySizeBytes]);
        if (size == cipher.NonceSizeBytes)
        {
            Assert.DoesNotThrow(() => cipher.Encrypt(new byte[size], [], [], [], new byte[Aead.TagSizeBytes]));
            return;
        }

        Assert.Throws<ArgumentException>(() => cipher.Encrypt(new byte[size], [], [], [], new byte[Aead.TagSizeBytes]));
        Assert.Throws<ArgumentException>(() => cipher.TryDecrypt(new byte[size], [], new byte[Aead.TagSizeBytes], [], []));
    }

    [Test]
    public void Tags_of_any_other_size_are_refused([Range(0, 33)] int size)
    {
        if (size == Aead.TagSizeBytes)
        {
            return;
        }

        using var cipher = Aead.Create(algorithm, new byte[Aead.KeySizeBytes]);
        Assert.Throws<ArgumentException>(() => cipher.Encrypt(new byte[cipher.NonceSizeBytes], [], [], [], new byte[size]));
        Assert.Throws<ArgumentException>(() => cipher.TryDecrypt(new byte[cipher.NonceSizeBytes], [], new byte[size], [], []));
    }

    [TestCase(0)]
    [TestCase(16)]
    [TestCase(31)]
    [TestCase(33)]
    public void Keys_of_any_other_size_are_refused(int size) => Assert.Throws<ArgumentException>(() => Aead.Create(algorithm, new byte[size]).Dispose());

    [Test]
    public void What_was_not_authentic_leaves_nothing_in_the_buffer()
    {
        using var cipher = Aead.Create(algorithm, RandomNumberGenerator.GetBytes(Aead.KeySizeBytes));
        var nonce = RandomNumberGenerator.GetBytes(cipher.NonceSizeBytes);
        var (ciphertext, tag, plaintext) = (new byte[100], new byte[Aead.TagSizeBytes], new byte[100]);
        cipher.Encrypt(nonce, Enumerable.Repeat((byte)7, 100).ToArray(), [], ciphertext, tag);
        tag[0] ^= 1;
        plaintext.AsSpan().Fill(9);

        Assert.That(cipher.TryDecrypt(nonce, ciphertext, tag, [], plaintext), Is.False);
        Assert.That(plaintext, Is.All.Zero);
    }

    [Test]
    public void A_disposed_cipher_is_of_no_use()
    {
        var cipher = Aead.Create(algorithm, RandomNumberGenerator.GetBytes(Aead.KeySizeBytes));
        cipher.Dispose();
        Assert.Throws<ObjectDisposedException>(() => cipher.Encrypt(new byte[cipher.NonceSizeBytes], [], [], [], new byte[Aead.TagSizeBytes]));
    }

    [Test]
    public void No_algorithm_the_kit_does_not_have_is_made([Values(EncryptionAlgorithm.None, (EncryptionAlgorithm)99)] EncryptionAlgorithm unknown) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Aead.Create(unknown, new byte[Aead.KeySizeBytes]).Dispose());

    private static int EncryptAndDecrypt(Aead cipher, int thread)
    {
        const int SizeBytes = 48;
        Span<byte> nonce = stackalloc byte[cipher.NonceSizeBytes];
        Span<byte> plaintext = stackalloc byte[SizeBytes], ciphertext = stackalloc byte[SizeBytes], opened = stackalloc byte[SizeBytes];
        Span<byte> tag = stackalloc byte[Aead.TagSizeBytes];
        nonce.Clear();
        nonce[0] = (byte)thread;
        var right = 0;
        for (var i = 0; i < OperationsPerThread; i++)
        {
            BitConverter.TryWriteBytes(nonce[1..], i);
            plaintext.Fill((byte)(i ^ thread));
            cipher.Encrypt(nonce, plaintext, nonce, ciphertext, tag);
            if (cipher.TryDecrypt(nonce, ciphertext, tag, nonce, opened) && opened.SequenceEqual(plaintext))
            {
                right++;
            }
        }

        return right;
    }
}
