using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using SecurityKit.Crypto;

namespace SecurityKit.Testing;

/// <summary>AES-256-GCM under one key of 32 bytes, with purpose and associated data bound: what the kit's encryptor promises, without a key ring.</summary>
public sealed class FixedKeyEncryptor(byte[] key, string purpose = "") : IEncryptor
{
    public string Purpose => purpose;

    public IEncryptor ForPurpose(string purpose) => new FixedKeyEncryptor(key, Purpose + "/" + purpose);

    public void Encrypt(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> destination)
    {
        using var aes = new AesGcm(key, 16);
        var envelope = new byte[12 + plaintext.Length + 16];
        RandomNumberGenerator.Fill(envelope.AsSpan(0, 12));
        aes.Encrypt(envelope.AsSpan(0, 12), plaintext, envelope.AsSpan(12, plaintext.Length), envelope.AsSpan(12 + plaintext.Length), Bound(associatedData));
        destination.Write(envelope);
    }

    public void Decrypt(ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> associatedData, IBufferWriter<byte> destination)
    {
        if (envelope.Length < 28)
        {
            throw new DecryptionFailedException();
        }

        using var aes = new AesGcm(key, 16);
        var plaintext = new byte[envelope.Length - 28];
        try
        {
            aes.Decrypt(envelope[..12], envelope[12..^16], envelope[^16..], plaintext, Bound(associatedData));
        }
        catch (CryptographicException)
        {
            throw new DecryptionFailedException();
        }

        destination.Write(plaintext);
    }

    private byte[] Bound(ReadOnlySpan<byte> associatedData) => [.. Encoding.ASCII.GetBytes(purpose), 0, .. associatedData];
}
