namespace SecurityKit.Crypto;

/// <summary>A place where encrypted values are kept: a folder, a table, a set of Redis keys. Called by one migration at a time, beside the host's own readers and writers.</summary>
public interface IMigrationSource
{
    /// <summary>
    /// What it is and where, for reports and for the ring's counts; the same at every run, without credentials. No other source may have the same name: the count of one would release keys
    /// that the other still needs.
    /// </summary>
    string Name { get; }

    /// <summary>Reads the next values in an order that does not change when values are replaced.</summary>
    /// <param name="after">The id after which to go on; null to begin.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The values; none when there are no more.</returns>
    ValueTask<IReadOnlyList<MigrationItem>> ReadAsync(string? after, int count, CancellationToken cancellationToken);

    /// <summary>Reads one value.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The value, or null when it is gone.</returns>
    ValueTask<MigrationItem?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Replaces values, each only if it is still what is expected: compare and set. What a value has besides (a time to live) stays.</summary>
    /// <param name="replacements">What to replace.</param>
    /// <param name="cancellationToken">Cancels the call; then some may have been replaced.</param>
    /// <returns>For each, in the same order, whether it was replaced.</returns>
    ValueTask<IReadOnlyList<bool>> ReplaceAsync(IReadOnlyList<MigrationReplacement> replacements, CancellationToken cancellationToken);

    /// <summary>
    /// Removes what a run that was killed has left behind, and nothing that a run at work still needs. Called when a migration, a roll-back or a rewrap begins or goes on,
    /// never by a dry run or a count.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when all of it is gone. By default there is nothing to remove.</returns>
    ValueTask RemoveLeftoversAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
