namespace SecurityKit.Tests;

/// <summary>Stands for a store that is kept somewhere; never called.</summary>
internal sealed class LastingLeaseStore : ILeaseStore
{
    public ValueTask<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask ReleaseAsync(Lease lease, CancellationToken cancellationToken) => throw new NotSupportedException();
}
