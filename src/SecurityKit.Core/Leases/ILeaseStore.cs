namespace SecurityKit;

/// <summary>Lets one node at a time do a job. Thread-safe; for distributed stores also across processes, on the store's own clock.</summary>
public interface ILeaseStore
{
    /// <summary>Takes the lease when nobody holds it, or renews it when <paramref name="owner"/> does.</summary>
    /// <param name="name">The job.</param>
    /// <param name="owner">Who asks; unique per holder.</param>
    /// <param name="duration">How long to hold it; longer than zero.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The lease, or null while another holds it.</returns>
    ValueTask<Lease?> TryAcquireAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Ends the lease early. Does nothing when it is no longer this holder's.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when it is released.</returns>
    ValueTask ReleaseAsync(Lease lease, CancellationToken cancellationToken);
}
