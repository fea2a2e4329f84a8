namespace SecurityKit.Crypto;

/// <summary>
/// Where erasures are written the moment they happen, outside the key store: a restored backup of the store is brought up to date from here at each start.
/// <see cref="SubjectEncryptionOptions.JournalFile"/> is one; register others in the container (an object store with versions, a table elsewhere). Thread-safe.
/// </summary>
public interface IErasureJournal
{
    /// <summary>Adds a line. When the task completes it survives a crash. The same erasure may come again.</summary>
    /// <param name="line">The line with its line feed; see docs/formats.md. It does not name the subject.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that completes when the line is kept.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be kept; the erasure is not complete then and has to be repeated.</exception>
    ValueTask AppendAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken);

    /// <summary>Opens all lines that were added, for reading.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The lines; empty when none was added yet. The caller disposes it.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    ValueTask<Stream> OpenAsync(CancellationToken cancellationToken);
}
