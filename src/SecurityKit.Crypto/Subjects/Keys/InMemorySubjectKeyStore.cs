namespace SecurityKit.Crypto;

/// <summary>
/// Subjects' keys in the memory of one process: for tests and for data that need not outlive the process. It forgets tombstones at a restart along with the
/// keys, so production refuses to start with it.
/// </summary>
public sealed class InMemorySubjectKeyStore : ISubjectKeyStore, IVolatileStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, StoredSubjectKeys> _subjects = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<StoredSubjectKeys?> LoadAsync(string handle, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(handle);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(_subjects.GetValueOrDefault(handle));
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TrySaveAsync(string handle, long expectedRevision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(handle);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var present = _subjects.GetValueOrDefault(handle)?.Revision ?? 0;
            if (present != expectedRevision)
            {
                return ValueTask.FromResult(false);
            }

            _subjects[handle] = new StoredSubjectKeys(handle, expectedRevision + 1, content.ToArray());
            return ValueTask.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredSubjectKeys>> ListAsync(string after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<StoredSubjectKeys>>(
                [.. _subjects.Where(s => string.CompareOrdinal(s.Key, after) > 0).Take(limit).Select(s => s.Value)]);
        }
    }
}
