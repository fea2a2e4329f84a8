using SecurityKit.Identity;

namespace SecurityKit.AspNetCore.Tests.ApiKeys;

/// <summary>A store that cannot be reached.</summary>
internal sealed class DownApiKeyStore : IApiKeyStore
{
    public ValueTask<bool> TryAddAsync(ApiKeyRecord record, int maxLive, DateTimeOffset now, CancellationToken cancellationToken) => throw Down();

    public ValueTask<ApiKeyRecord?> FindAsync(string id, CancellationToken cancellationToken) => throw Down();

    public ValueTask<IReadOnlyList<ApiKey>> ListAsync(string subject, CancellationToken cancellationToken) => throw Down();

    public ValueTask<bool> TryRevokeAsync(string subject, string id, DateTimeOffset at, CancellationToken cancellationToken) => throw Down();

    public ValueTask<bool> TryRotateAsync(ApiKeyRotation rotation, CancellationToken cancellationToken) => throw Down();

    public ValueTask<int> SuspendAllAsync(string subject, ApiKeySuspensions cause, CancellationToken cancellationToken) => throw Down();

    public ValueTask<int> ResumeAllAsync(string subject, ApiKeySuspensions causes, CancellationToken cancellationToken) => throw Down();

    public ValueTask RecordUseAsync(IReadOnlyCollection<ApiKeyUse> uses, CancellationToken cancellationToken) => throw Down();

    public ValueTask<int> RemoveAllAsync(string subject, CancellationToken cancellationToken) => throw Down();

    public ValueTask<int> RemoveDeadAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw Down();

    private static StoreUnavailableException Down() => new("api keys", new TimeoutException());
}
