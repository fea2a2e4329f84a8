namespace SecurityKit.Crypto.Tests.Subjects;

/// <summary>A store whose answers can be held back, and that can be down.</summary>
internal sealed class GatedStore : ISubjectKeyStore
{
    private readonly InMemorySubjectKeyStore _inner = new();
    private Gate? _gate;

    public bool IsDown { get; set; }

    public Gate HoldNextRead() => _gate = new Gate();

    public async ValueTask<StoredSubjectKeys?> LoadAsync(string handle, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        var found = await _inner.LoadAsync(handle, cancellationToken);
        if (Interlocked.Exchange(ref _gate, null) is { } gate)
        {
            await gate.PassAsync();
        }

        return found;
    }

    public ValueTask<bool> TrySaveAsync(string handle, long expectedRevision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return _inner.TrySaveAsync(handle, expectedRevision, content, cancellationToken);
    }

    public ValueTask<IReadOnlyList<StoredSubjectKeys>> ListAsync(string after, int limit, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return _inner.ListAsync(after, limit, cancellationToken);
    }

    private void ThrowIfDown()
    {
        if (IsDown)
        {
            throw new StoreUnavailableException("test");
        }
    }

    /// <summary>Holds one answer, which was read already.</summary>
    internal sealed class Gate
    {
        private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Arrived => _arrived.Task;

        public void GoOn() => _open.SetResult();

        public Task PassAsync()
        {
            _arrived.SetResult();
            return _open.Task;
        }
    }
}
