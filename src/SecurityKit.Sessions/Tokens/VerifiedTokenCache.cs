using System.Collections.Concurrent;

namespace SecurityKit.Sessions;

/// <summary>
/// Remembers tokens whose signature was verified, in two generations: when the young one is full it becomes the old one and the old one
/// is dropped. Bounded at the given size, no clock, no lock on the way in or out. Only good signatures get in, so garbage cannot flush it.
/// </summary>
internal sealed class VerifiedTokenCache
{
    private volatile Generations _generations = new(new(), new());

    internal int Count => _generations.Young.Count + _generations.Old.Count;

    internal VerifiedToken? Find(TokenDigest digest)
    {
        var generations = _generations;
        return generations.Young.TryGetValue(digest, out var token) || generations.Old.TryGetValue(digest, out token) ? token : null;
    }

    internal void Add(TokenDigest digest, VerifiedToken token, int capacity)
    {
        if (capacity < 2)
        {
            return;
        }

        var generations = _generations;
        if (generations.Young.Count >= capacity / 2)
        {
            var next = new Generations(new(), generations.Young);
            generations = Interlocked.CompareExchange(ref _generations, next, generations) == generations ? next : _generations;
        }

        generations.Young[digest] = token;
    }

    private sealed record Generations(ConcurrentDictionary<TokenDigest, VerifiedToken> Young, ConcurrentDictionary<TokenDigest, VerifiedToken> Old);
}
