namespace SecurityKit.Crypto;

/// <summary>
/// Key rings in the memory of one process: for tests and for data that need not outlive the process.
/// What was encrypted under it cannot be read after a restart, so production refuses to start with it.
/// </summary>
public sealed class InMemoryKeyRingStore : IKeyRingStore, IVolatileStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StoredKeyRing> _rings = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Ring, string KeyId), long> _reserved = [];

    /// <inheritdoc/>
    public ValueTask<StoredKeyRing?> LoadAsync(string ring, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(_rings.GetValueOrDefault(ring));
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<string>>([.. _rings.Keys.Order(StringComparer.Ordinal)]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TrySaveAsync(string ring, long expectedRevision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var present = _rings.GetValueOrDefault(ring)?.Revision ?? 0;
            if (present != expectedRevision)
            {
                return ValueTask.FromResult(false);
            }

            _rings[ring] = new StoredKeyRing(expectedRevision + 1, content.ToArray());
            return ValueTask.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<long> ReserveMessagesAsync(string ring, string keyId, long count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var total = _reserved.GetValueOrDefault((ring, keyId)) + count;
            _reserved[(ring, keyId)] = total;
            return ValueTask.FromResult(total);
        }
    }
}
