namespace SecurityKit.Crypto;

/// <summary>The right to hash now: some threads and, where asked for, working memory. Disposing wipes the memory and lets the next one in.</summary>
internal sealed class HashingPermit(HashingCapacity capacity, HashingArena? arena, int threads) : IDisposable
{
    private int _isReturned;

    internal int Threads => threads;

    internal Span<byte> Memory => arena is null ? [] : arena.Memory;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReturned, 1) == 0)
        {
            arena?.Wipe();
            capacity.Return(arena, threads);
        }
    }
}
