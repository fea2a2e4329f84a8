namespace SecurityKit.Mfa;

/// <summary>Entries by a hash, each until its time. What is over is dropped whenever another comes. Not thread-safe.</summary>
internal sealed class ExpiringEntries<T>
    where T : class
{
    private readonly Dictionary<string, (T Value, DateTimeOffset ExpiresAt)> _entries = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _byExpiry = new();

    internal int Count => _entries.Count;

    internal void Add(byte[] hash, T value, DateTimeOffset expiresAt, DateTimeOffset now)
    {
        while (_byExpiry.TryPeek(out var oldest, out var endedAt) && endedAt <= now)
        {
            _byExpiry.Dequeue();
            _entries.Remove(oldest);
        }

        var key = Convert.ToHexString(hash);
        _entries.Add(key, (value, expiresAt));
        _byExpiry.Enqueue(key, expiresAt);
    }

    /// <summary>The entry, unless it is over.</summary>
    internal T? Find(byte[] hash, DateTimeOffset now) =>
        _entries.TryGetValue(Convert.ToHexString(hash), out var found) && found.ExpiresAt > now ? found.Value : null;

    /// <summary>As <see cref="Find"/>; the entry is gone afterwards.</summary>
    internal T? Take(byte[] hash, DateTimeOffset now) =>
        _entries.Remove(Convert.ToHexString(hash), out var found) && found.ExpiresAt > now ? found.Value : null;

    internal void RemoveWhere(Func<T, bool> condition)
    {
        foreach (var (key, _) in _entries.Where(entry => condition(entry.Value.Value)).ToArray())
        {
            _entries.Remove(key);
        }
    }
}
