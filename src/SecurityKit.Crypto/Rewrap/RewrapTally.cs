namespace SecurityKit.Crypto;

/// <summary>What one count of a source has found so far.</summary>
/// <param name="versions">The versions of the ring's keys.</param>
/// <param name="target">The version that values are to be under.</param>
internal sealed class RewrapTally(IReadOnlyDictionary<KeyId, int> versions, int target)
{
    private const int MaxListed = 1_000;

    private readonly Dictionary<KeyId, long> _byKey = [];
    private readonly List<string> _left = [];

    internal IReadOnlyDictionary<KeyId, long> ByKey => _byKey;

    /// <summary>Ids of values that are not under the target, at most 1,000.</summary>
    internal IReadOnlyList<string> Left => _left;

    internal long Examined { get; private set; }

    internal long Below { get; private set; }

    internal long Unreadable { get; private set; }

    /// <summary>Of those below, the ones of the stream format.</summary>
    internal long Streams { get; private set; }

    internal long UnknownKey { get; private set; }

    internal long UnknownForm { get; private set; }

    /// <summary>Whether a value is to be moved: under a key that the ring knows, older than the target.</summary>
    internal bool IsBelow(StoredKey stored) => versions.TryGetValue(stored.KeyId, out var version) && version < target;

    /// <summary>Counts one value.</summary>
    /// <param name="id">Where it is.</param>
    /// <param name="stored">Its key; null where it is of no form that names one.</param>
    /// <param name="isReadable">Whether it decrypts; null where nobody tried.</param>
    internal void Add(string id, StoredKey? stored, bool? isReadable)
    {
        Examined++;
        if (!IsUnderTarget(stored, isReadable) && _left.Count < MaxListed)
        {
            _left.Add(id);
        }
    }

    private bool IsUnderTarget(StoredKey? stored, bool? isReadable)
    {
        if (stored is not { } found)
        {
            UnknownForm++;
            return false;
        }

        _byKey[found.KeyId] = _byKey.GetValueOrDefault(found.KeyId) + 1;
        if (!versions.ContainsKey(found.KeyId))
        {
            UnknownKey++;
            return false;
        }

        if (!IsBelow(found))
        {
            return true;
        }

        Below++;
        Streams += found.IsStream ? 1 : 0;
        Unreadable += isReadable == false ? 1 : 0;
        return false;
    }
}
