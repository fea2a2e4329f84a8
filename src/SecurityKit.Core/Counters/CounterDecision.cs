namespace SecurityKit;

/// <summary>What a counter answered.</summary>
/// <param name="Taken">Whether the permits were taken. All of them or none.</param>
/// <param name="Remaining">How many permits are left now.</param>
/// <param name="RetryAfter">When not taken: how long until they could be, by the store's clock. Zero when taken.</param>
public readonly record struct CounterDecision(bool Taken, int Remaining, TimeSpan RetryAfter);
