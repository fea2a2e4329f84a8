namespace SecurityKit;

/// <summary>How many permits a key has in any window of the given length that ends now (a sliding window, exact).</summary>
public readonly record struct CounterLimit
{
    /// <summary>The largest number of permits a limit may have; the exact window keeps a time per permit.</summary>
    public const int MaxPermits = 1000;

    /// <summary>Creates a limit.</summary>
    /// <param name="permits">1 to <see cref="MaxPermits"/>.</param>
    /// <param name="window">Longer than zero, at most 31 days.</param>
    public CounterLimit(int permits, TimeSpan window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permits, MaxPermits);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, TimeSpan.FromDays(31));
        Permits = permits;
        Window = window;
    }

    /// <summary>How many permits any window holds.</summary>
    public int Permits { get; }

    /// <summary>How long a permit stays taken.</summary>
    public TimeSpan Window { get; }
}
