using System.Buffers;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Encryption;

public sealed class EnvelopeAllocationTests
{
    [Test]
    public async Task Into_the_callers_buffer_nothing_is_allocated([Values(EncryptionAlgorithm.Aes256Gcm, EncryptionAlgorithm.ChaCha20Poly1305)] EncryptionAlgorithm algorithm)
    {
        await using var crypto = await TestCrypto.CreateAsync(configure: o => o.DataRing.Algorithm = algorithm);
        var encryptor = crypto.Encryptor.ForPurpose("allocation");
        var (data, row) = (new byte[1024], new byte[16]);
        var buffer = new ArrayBufferWriter<byte>(2048);
        var envelope = encryptor.Encrypt(data, row);
        Run(100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(1000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Run(int count)
        {
            for (var i = 0; i < count; i++)
            {
                buffer.ResetWrittenCount();
                encryptor.Encrypt(data, row, buffer);
                buffer.ResetWrittenCount();
                encryptor.Decrypt(envelope, row, buffer);
            }
        }
    }
}
