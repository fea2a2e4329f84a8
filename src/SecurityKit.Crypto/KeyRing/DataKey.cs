using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace SecurityKit.Crypto;

/// <summary>
/// One data key. It encrypts nothing itself: every use has a key of its own, derived by HKDF-SHA-256 with the key id as salt and
/// label, algorithm and purpose as info. Derived keys are kept, so that the usual operation derives nothing. Thread-safe.
/// </summary>
internal sealed class DataKey : IDisposable
{
    /// <summary>Purposes are part of a program's text, so there are few; what exceeds this is derived each time instead of filling the memory.</summary>
    private const int MaxKeptPurposes = 1024;

    private readonly SecretBuffer _key;
    private readonly ConcurrentDictionary<(string Label, EncryptionAlgorithm Algorithm, string Purpose), PurposeKey> _envelopeKeys = new();
    private readonly ConcurrentDictionary<(string Label, string Purpose), SecretBuffer> _hashKeys = new();

    internal DataKey(KeyId id, EncryptionAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        if (key.Length != Aead.KeySizeBytes)
        {
            throw new ArgumentException($"A data key has {Aead.KeySizeBytes} bytes.", nameof(key));
        }

        Id = id;
        Algorithm = algorithm;
        _key = new SecretBuffer(key);
    }

    internal KeyId Id { get; }

    internal EncryptionAlgorithm Algorithm { get; }

    /// <summary>The cipher and the commitment for one purpose.</summary>
    /// <exception cref="ObjectDisposedException">The key was taken out of use.</exception>
    internal PurposeKey ForEnvelope(string purpose)
    {
        var slot = (DerivationLabels.Envelope, Algorithm, purpose);
        if (_envelopeKeys.TryGetValue(slot, out var kept))
        {
            return kept;
        }

        Span<byte> derived = stackalloc byte[Aead.KeySizeBytes + PurposeKey.CommitmentSizeBytes];
        try
        {
            Derive(DerivationLabels.Envelope, Algorithm, purpose, derived);
            var made = new PurposeKey(Id, Aead.Create(Algorithm, derived[..Aead.KeySizeBytes]), derived[Aead.KeySizeBytes..]);
            return _envelopeKeys.Count >= MaxKeptPurposes ? made : _envelopeKeys.GetOrAdd(slot, made);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    /// <summary>The HMAC key for one label and purpose.</summary>
    internal SecretBuffer ForHash(string label, string purpose)
    {
        if (_hashKeys.TryGetValue((label, purpose), out var kept))
        {
            return kept;
        }

        Span<byte> derived = stackalloc byte[Aead.KeySizeBytes];
        try
        {
            Derive(label, EncryptionAlgorithm.None, purpose, derived);
            var made = new SecretBuffer(derived);
            return _hashKeys.Count >= MaxKeptPurposes ? made : _hashKeys.GetOrAdd((label, purpose), made);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    /// <summary>Derives key bytes: HKDF-SHA-256(salt = key id, info = label, 0, algorithm, purpose).</summary>
    internal void Derive(string label, EncryptionAlgorithm algorithm, string purpose, Span<byte> destination)
    {
        byte[] info = [.. Encoding.ASCII.GetBytes(label), 0, (byte)algorithm, .. Encoding.ASCII.GetBytes(purpose)];
        _key.Use((Id, info), destination, static (key, context, output) =>
        {
            Span<byte> salt = stackalloc byte[KeyId.SizeBytes];
            context.Id.Write(salt);
            HKDF.DeriveKey(HashAlgorithmName.SHA256, key, output, salt, context.info);
        });
    }

    public void Dispose()
    {
        _key.Dispose();
        foreach (var derived in _envelopeKeys.Values)
        {
            derived.Dispose();
        }

        foreach (var derived in _hashKeys.Values)
        {
            derived.Dispose();
        }
    }
}
