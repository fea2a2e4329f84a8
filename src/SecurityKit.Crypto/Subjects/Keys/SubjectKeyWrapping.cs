using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace SecurityKit.Crypto;

/// <summary>Makes subjects' keys, wraps them under the ring <see cref="KeyRingNames.Subjects"/> and unwraps them. No I/O.</summary>
internal sealed class SubjectKeyWrapping(IEncryptorProvider encryptors, KeyRingRegistry rings, ILogger<SubjectKeyWrapping> logger)
{
    /// <summary>Of all the kit's ciphers the one without a practical limit of messages, so that a subject's key needs neither a count nor a rotation.</summary>
    internal const EncryptionAlgorithm Algorithm = EncryptionAlgorithm.XAes256Gcm;

    private const string Purpose = "subjects.keys";

    private readonly IEncryptor _encryptor = encryptors.ForRing(KeyRingNames.Subjects).ForPurpose(Purpose);

    internal SubjectKeyRecord Create(string handle, int version, DateTimeOffset now)
    {
        var key = GC.AllocateArray<byte>(Aead.KeySizeBytes, pinned: true);
        try
        {
            RandomNumberGenerator.Fill(key);
            var record = new SubjectKeyRecord
            {
                Id = KeyId.New().ToString(), Version = version, Algorithm = Algorithm, CreatedAt = now.ToUniversalTime(), Wrapped = [],
            };
            return record with { Wrapped = _encryptor.Encrypt(key, record.Place(handle)) };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Unwraps what unwraps. The caller is the set's first user.</summary>
    /// <exception cref="SecurityKitException">The stored content is not of this subject, or not what the kit writes.</exception>
    internal SubjectKeySet Open(StoredSubjectKeys stored, long askedAt)
    {
        var document = SubjectKeyDocument.Parse(stored.Content.Span, stored.Handle);
        return new SubjectKeySet(stored.Revision, document, [.. document.Keys.Select(key => Unwrap(stored.Handle, key))], askedAt);
    }

    /// <summary>Whether a key is wrapped by the ring's newest key.</summary>
    internal bool IsUnderNewest(SubjectKeyRecord record) =>
        EnvelopeFormat.TryReadPrefix(record.Wrapped, out _, out var wrappedBy) is null && wrappedBy == rings.Get(KeyRingNames.Subjects).Now.Active.Id;

    /// <exception cref="DecryptionFailedException">It does not unwrap.</exception>
    internal SubjectKeyRecord Rewrap(string handle, SubjectKeyRecord record)
    {
        var key = new KeyBuffer();
        try
        {
            UnwrapInto(key, handle, record);
            return record with { Wrapped = _encryptor.Encrypt(key.Written, record.Place(handle)) };
        }
        finally
        {
            key.Wipe();
        }
    }

    private DataKey? Unwrap(string handle, SubjectKeyRecord record)
    {
        var key = new KeyBuffer();
        try
        {
            UnwrapInto(key, handle, record);
            return new DataKey(record.KeyId, record.Algorithm, key.Written);
        }
        catch (DecryptionFailedException exception)
        {
            CryptoLog.SubjectKeyNotUnwrapped(logger, record.Id, exception);
            return null;
        }
        finally
        {
            key.Wipe();
        }
    }

    private void UnwrapInto(KeyBuffer key, string handle, SubjectKeyRecord record)
    {
        var isOfAKey = EnvelopeFormat.TryReadPrefix(record.Wrapped, out var algorithm, out _) is null
            && record.Wrapped.Length == EnvelopeFormat.OverheadOf(algorithm) + Aead.KeySizeBytes;
        if (!isOfAKey)
        {
            throw new DecryptionFailedException();
        }

        _encryptor.Decrypt(record.Wrapped, record.Place(handle), key);
    }

    /// <summary>Takes exactly one key, in memory that the collector never moves.</summary>
    private sealed class KeyBuffer : IBufferWriter<byte>
    {
        private readonly byte[] _key = GC.AllocateArray<byte>(Aead.KeySizeBytes, pinned: true);
        private int _written;

        internal ReadOnlySpan<byte> Written => _key.AsSpan(0, _written);

        public void Advance(int count) => _written += count;

        public Memory<byte> GetMemory(int sizeHint = 0) => _key.AsMemory(_written);

        public Span<byte> GetSpan(int sizeHint = 0) => _key.AsSpan(_written);

        internal void Wipe() => CryptographicOperations.ZeroMemory(_key);
    }
}
