using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>
/// A KEK of 32 bytes in this process's memory. Wraps with AES-256-GCM under a key derived from it; layout: version (1), nonce (12), ciphertext, tag (16).
/// The version and the KEK's id are authenticated beside the associated data.
/// </summary>
internal sealed class LocalKeyWrapper : IKeyWrapper, IDisposable
{
    private const byte FormatVersion = 1;
    private const int NonceSizeBytes = 12;
    private const int IdSizeBytes = 8;
    private const int OverheadBytes = 1 + NonceSizeBytes + Aead.TagSizeBytes;

    private readonly AesGcmAead _cipher;

    /// <param name="kek">32 bytes; copied, so the caller wipes its own.</param>
    internal LocalKeyWrapper(ReadOnlySpan<byte> kek)
    {
        if (kek.Length != Aead.KeySizeBytes)
        {
            throw new ArgumentException($"A KEK has {Aead.KeySizeBytes} bytes.", nameof(kek));
        }

        Span<byte> wrappingKey = stackalloc byte[Aead.KeySizeBytes];
        Span<byte> id = stackalloc byte[IdSizeBytes];
        try
        {
            HKDF.DeriveKey(HashAlgorithmName.SHA256, kek, wrappingKey, salt: [], "SecurityKit key wrapping v1"u8);
            HKDF.DeriveKey(HashAlgorithmName.SHA256, kek, id, salt: [], "SecurityKit KEK id v1"u8);
            _cipher = new AesGcmAead(wrappingKey);
            KekId = $"local:{Convert.ToHexStringLower(id)}";
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrappingKey);
        }
    }

    public string KekId { get; }

    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var wrapped = new byte[OverheadBytes + key.Length];
        wrapped[0] = FormatVersion;
        var nonce = wrapped.AsSpan(1, NonceSizeBytes);
        RandomNumberGenerator.Fill(nonce);
        _cipher.Encrypt(
            nonce, key.Span, Bound(associatedData.Span), wrapped.AsSpan(1 + NonceSizeBytes, key.Length), wrapped.AsSpan(^Aead.TagSizeBytes..));
        return ValueTask.FromResult(wrapped);
    }

    public ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var bytes = wrapped.Span;
        if (bytes.Length < OverheadBytes || bytes[0] != FormatVersion)
        {
            throw new KeyUnwrapException("A wrapped key is not of the form the kit writes.");
        }

        var key = GC.AllocateArray<byte>(bytes.Length - OverheadBytes, pinned: true);
        var isRight = _cipher.TryDecrypt(
            bytes.Slice(1, NonceSizeBytes), bytes[(1 + NonceSizeBytes)..^Aead.TagSizeBytes], bytes[^Aead.TagSizeBytes..], Bound(associatedData.Span), key);
        return isRight
            ? ValueTask.FromResult(key)
            : throw new KeyUnwrapException($"A wrapped key does not unwrap under the KEK '{KekId}': it was changed, or belongs elsewhere.");
    }

    public void Dispose() => _cipher.Dispose();

    private byte[] Bound(ReadOnlySpan<byte> associatedData) =>
        [FormatVersion, .. System.Text.Encoding.ASCII.GetBytes(KekId), 0, .. associatedData];
}
