namespace SecurityKit.Crypto;

/// <summary>
/// How many more messages this process may encrypt under one key. Filled in blocks that were reserved in the store beforehand, so that the
/// count over all nodes is never below what was used, even when a node dies. Thread-safe; taking is one interlocked step.
/// </summary>
internal sealed class MessageBudget
{
    private readonly Action _whenLow;
    private long _remaining;
    private long _lowWater;
    private int _isRefillAsked;

    /// <param name="whenLow">Starts a refill in the background; called once per refill.</param>
    internal MessageBudget(Action whenLow) => _whenLow = whenLow;

    internal long Remaining => Math.Max(0, Interlocked.Read(ref _remaining));

    /// <summary>The size of the next block to reserve; grows with use.</summary>
    internal long NextBlock { get; private set; }

    internal static MessageBudget Unlimited() => new(static () => { }) { _remaining = long.MaxValue, _lowWater = 0 };

    /// <exception cref="KeyExhaustedException">The budget is empty and could not be refilled in time.</exception>
    internal void Take()
    {
        var left = Interlocked.Decrement(ref _remaining);
        if (left > Volatile.Read(ref _lowWater))
        {
            return;
        }

        if (Interlocked.CompareExchange(ref _isRefillAsked, 1, 0) == 0)
        {
            _whenLow();
        }

        if (left < 0)
        {
            Interlocked.Increment(ref _remaining);
            throw new KeyExhaustedException();
        }
    }

    /// <summary>Adds a reserved block.</summary>
    internal void Fill(long block, long nextBlock)
    {
        NextBlock = nextBlock;
        Volatile.Write(ref _lowWater, block / 2);
        Interlocked.Add(ref _remaining, block);
        Volatile.Write(ref _isRefillAsked, 0);
    }

    /// <summary>A refill failed; the next <see cref="Take"/> below the mark asks again.</summary>
    internal void RefillFailed() => Volatile.Write(ref _isRefillAsked, 0);

    /// <summary>Empties the budget, to give back what was not used.</summary>
    internal long Drain() => Math.Max(0, Interlocked.Exchange(ref _remaining, 0));
}
