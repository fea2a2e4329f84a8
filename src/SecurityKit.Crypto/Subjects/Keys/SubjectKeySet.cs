namespace SecurityKit.Crypto;

/// <summary>
/// A subject's unwrapped keys at one revision. Counts who uses it: wiped as soon as the cache has dropped it and the last operation in hand has ended.
/// Thread-safe.
/// </summary>
internal sealed class SubjectKeySet
{
    private readonly SubjectKeyDocument _document;
    private readonly DataKey?[] _keys;
    private int _users = 1;

    /// <param name="revision">The stored revision.</param>
    /// <param name="document">What was stored.</param>
    /// <param name="keys">The keys in the document's order; null for one that does not unwrap.</param>
    /// <param name="askedAt">The clock's timestamp before the store was asked: from then on others may have changed it.</param>
    /// <remarks>Its maker is its first user.</remarks>
    internal SubjectKeySet(long revision, SubjectKeyDocument document, DataKey?[] keys, long askedAt)
    {
        Revision = revision;
        AskedAt = askedAt;
        _document = document;
        _keys = keys;
    }

    internal long Revision { get; }

    internal long AskedAt { get; }

    internal SubjectState State => _document.State;

    internal bool IsWiped => Volatile.Read(ref _users) == 0;

    /// <summary>The key that encrypts.</summary>
    /// <exception cref="KeyUnwrapException">It does not unwrap.</exception>
    internal DataKey Current => _keys is [.., { } current]
        ? current
        : throw new KeyUnwrapException(
            "A subject's current key does not unwrap: the key of the ring 'subjects' that wraps it was revoked or destroyed, or the row was changed. See the log; "
            + "ISubjectKeyManager.RotateAsync gives the subject a new key, and what the present one encrypted stays unreadable.");

    internal IEnumerable<DataKey> Unwrapped => _keys.OfType<DataKey>();

    internal DataKey? Find(KeyId id) => Array.Find(_keys, key => key?.Id == id);

    /// <summary>Why <see cref="Find"/> found nothing. For the host's eyes only.</summary>
    internal DecryptionFailure WhyMissing(KeyId id)
    {
        var text = id.ToString();
        return _document.Keys.Any(k => k.Id == text) ? DecryptionFailure.KeyNotUnwrapped
            : _document.Erasures.Any(e => e.Keys.Any(k => k.KeyId == text)) ? DecryptionFailure.KeyDestroyed
            : DecryptionFailure.UnknownKey;
    }

    /// <summary>Becomes a user, unless it is wiped already. Each user leaves once.</summary>
    internal bool TryEnter()
    {
        for (var users = Volatile.Read(ref _users); users > 0; users = Volatile.Read(ref _users))
        {
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users)
            {
                return true;
            }
        }

        return false;
    }

    internal void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            foreach (var key in Unwrapped)
            {
                key.Dispose();
            }
        }
    }

    /// <summary>Never the keys.</summary>
    public override string ToString() => nameof(SubjectKeySet);
}
