namespace SecurityKit.Tests;

/// <summary>Stands for a store that is kept somewhere; never called.</summary>
internal sealed class LastingCounterStore : ICounterStore
{
    public ValueTask<CounterDecision> TryTakeAsync(CounterKey key, CounterLimit limit, int permits, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask GiveBackAsync(CounterKey key, int permits, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask ResetAsync(CounterKey key, CancellationToken cancellationToken) => throw new NotSupportedException();
}
