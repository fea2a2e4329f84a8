namespace SecurityKit.Identity.Tests;

/// <summary>Counts every call, so that a test can say what a verification costs.</summary>
internal sealed class CountingApiKeyStore : IApiKeyStore
{
    private readonly InMemoryApiKeyStore _inner = new();
    private int _calls;

    internal int Calls => _calls;

    public ValueTask<bool> TryAddAsync(ApiKeyRecord record, int maxLive, DateTimeOffset now, CancellationToken cancellationToken) =>
        Count().TryAddAsync(record, maxLive, now, cancellationToken);

    public ValueTask<ApiKeyRecord?> FindAsync(string id, CancellationToken cancellationToken) => Count().FindAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<ApiKey>> ListAsync(string subject, CancellationToken cancellationToken) => Count().ListAsync(subject, cancellationToken);

    public ValueTask<bool> TryRevokeAsync(string subject, string id, DateTimeOffset at, CancellationToken cancellationToken) =>
        Count().TryRevokeAsync(subject, id, at, cancellationToken);

    public ValueTask<bool> TryRotateAsync(ApiKeyRotation rotation, CancellationToken cancellationToken) => Count().TryRotateAsync(rotation, cancellationToken);

    public ValueTask<int> SuspendAllAsync(string subject, ApiKeySuspensions cause, CancellationToken cancellationToken) =>
        Count().SuspendAllAsync(subject, cause, cancellationToken);

    public ValueTask<int> ResumeAllAsync(string subject, ApiKeySuspensions causes, CancellationToken cancellationToken) =>
        Count().ResumeAllAsync(subject, causes, cancellationToken);

    public ValueTask RecordUseAsync(IReadOnlyCollection<ApiKeyUse> uses, CancellationToken cancellationToken) => Count().RecordUseAsync(uses, cancellationToken);

    public ValueTask<int> RemoveAllAsync(string subject, CancellationToken cancellationToken) => Count().RemoveAllAsync(subject, cancellationToken);

    public ValueTask<int> RemoveDeadAsync(DateTimeOffset before, CancellationToken cancellationToken) => Count().RemoveDeadAsync(before, cancellationToken);

    private InMemoryApiKeyStore Count()
    {
        Interlocked.Increment(ref _calls);
        return _inner;
    }
}
