using System.Buffers;
using System.Security.Cryptography;
using SecurityKit.Benchmarks.Encryption;
using SecurityKit.Crypto;

namespace SecurityKit.Benchmarks.Ratios;

internal static class EncryptionRatios
{
    internal static async Task RunAsync()
    {
        using var host = await EncryptionHost.CreateAsync();
        foreach (var size in (int[])[64, 1024, 65_536, 1_048_576])
        {
            Encrypt(host, size);
            Decrypt(host, size);
        }
    }

    private static void Encrypt(EncryptionHost host, int size)
    {
        var data = RandomNumberGenerator.GetBytes(size);
        var (nonce, ciphertext, tag, header) = (new byte[12], new byte[size], new byte[16], new byte[62]);
        var buffer = new ArrayBufferWriter<byte>(size + 256);
        RatioTable.Print(
            $"Encrypt {size:N0} bytes",
            new Contender("raw AesGcm, reused, nonce given", Times(() => host.Raw.Encrypt(nonce, data, ciphertext, tag))),
            new Contender("raw AesGcm with a header of 62 bytes authenticated", Times(() => host.Raw.Encrypt(nonce, data, ciphertext, tag, header))),
            new Contender("SecurityKit AES-256-GCM, into the caller's buffer", Times(() => Into(host.Encryptor))),
            new Contender("SecurityKit AES-256-GCM, new array", Times(() => host.Encryptor.Encrypt(data))),
            new Contender("SecurityKit XAES-256-GCM", Times(() => Into(host.XAes))),
            new Contender("SecurityKit ChaCha20-Poly1305", Times(() => Into(host.ChaCha))),
            new Contender("ASP.NET Core Data Protection, AES-256-GCM", Times(() => host.DataProtector.Protect(data))),
            new Contender("Fernet over the BCL", Times(() => host.Fernet.Encrypt(data))));

        void Into(IEncryptor encryptor)
        {
            buffer.ResetWrittenCount();
            encryptor.Encrypt(data, default, buffer);
        }
    }

    private static void Decrypt(EncryptionHost host, int size)
    {
        var data = RandomNumberGenerator.GetBytes(size);
        var (nonce, ciphertext, tag, opened) = (new byte[12], new byte[size], new byte[16], new byte[size]);
        var (header, headerTag) = (new byte[62], new byte[16]);
        host.Raw.Encrypt(nonce, data, ciphertext, headerTag, header);
        host.Raw.Encrypt(nonce, data, ciphertext, tag);
        var (own, xaes, chacha) = (host.Encryptor.Encrypt(data), host.XAes.Encrypt(data), host.ChaCha.Encrypt(data));
        var (peer, fernet) = (host.DataProtector.Protect(data), host.Fernet.Encrypt(data));
        var buffer = new ArrayBufferWriter<byte>(size + 256);
        RatioTable.Print(
            $"Decrypt {size:N0} bytes",
            new Contender("raw AesGcm, reused, nonce given", Times(() => host.Raw.Decrypt(nonce, ciphertext, tag, opened))),
            new Contender("raw AesGcm with a header of 62 bytes authenticated", Times(() => host.Raw.Decrypt(nonce, ciphertext, headerTag, opened, header))),
            new Contender("SecurityKit AES-256-GCM, into the caller's buffer", Times(() => Into(host.Encryptor, own))),
            new Contender("SecurityKit AES-256-GCM, new array", Times(() => host.Encryptor.Decrypt(own))),
            new Contender("SecurityKit XAES-256-GCM", Times(() => Into(host.XAes, xaes))),
            new Contender("SecurityKit ChaCha20-Poly1305", Times(() => Into(host.ChaCha, chacha))),
            new Contender("ASP.NET Core Data Protection, AES-256-GCM", Times(() => host.DataProtector.Unprotect(peer))),
            new Contender("Fernet over the BCL", Times(() => host.Fernet.Decrypt(fernet))));

        void Into(IEncryptor encryptor, byte[] envelope)
        {
            buffer.ResetWrittenCount();
            encryptor.Decrypt(envelope, default, buffer);
        }
    }

    private static Action<int> Times(Action operation) => count =>
    {
        for (var i = 0; i < count; i++)
        {
            operation();
        }
    };
}
