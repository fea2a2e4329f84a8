using System.Collections.Concurrent;

namespace SecurityKit.Identity;

internal sealed class InMemoryApiKeyStore : IApiKeyStore, IVolatileStore
{
    private readonly Lock _writes = new();
    private readonly ConcurrentDictionary<string, ApiKeyRecord> _keys = new(StringComparer.Ordinal);

    public ValueTask<bool> TryAddAsync(ApiKeyRecord record, int maxLive, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_writes)
        {
            var live = _keys.Values.Count(r => r.Key.Subject == record.Key.Subject && r.Key.RevokedAt is null && r.Key.ExpiresAt > now);
            return ValueTask.FromResult(live < maxLive && _keys.TryAdd(record.Key.Id, record));
        }
    }

    public ValueTask<ApiKeyRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_keys.GetValueOrDefault(id));

    public ValueTask<IReadOnlyList<ApiKey>> ListAsync(string subject, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<ApiKey>>(
        [
            .. _keys.Values.Select(r => r.Key).Where(k => k.Subject == subject)
                .OrderByDescending(k => k.CreatedAt).ThenBy(k => k.Id, StringComparer.Ordinal),
        ]);

    public ValueTask<bool> TryRevokeAsync(string subject, string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        lock (_writes)
        {
            if (!_keys.TryGetValue(id, out var record) || record.Key.Subject != subject || record.Key.RevokedAt is not null)
            {
                return ValueTask.FromResult(false);
            }

            Set(record.Key with { RevokedAt = at });
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<bool> TryRotateAsync(ApiKeyRotation rotation, CancellationToken cancellationToken)
    {
        lock (_writes)
        {
            var isOpen = _keys.TryGetValue(rotation.Id, out var old)
                && old.Key.Subject == rotation.Replacement.Key.Subject
                && old.Key is { RevokedAt: null, ReplacedBy: null, IsSuspended: false }
                && old.Key.ExpiresAt > rotation.Now;
            if (!isOpen || !_keys.TryAdd(rotation.Replacement.Key.Id, rotation.Replacement))
            {
                return ValueTask.FromResult(false);
            }

            var end = old!.Key.ExpiresAt < rotation.OldExpiresAt ? old.Key.ExpiresAt : rotation.OldExpiresAt;
            Set(old.Key with { ExpiresAt = end, ReplacedBy = rotation.Replacement.Key.Id });
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask<int> SuspendAllAsync(string subject, ApiKeySuspensions cause, CancellationToken cancellationToken) =>
        SetSuspensions(subject, present => present | cause);

    public ValueTask<int> ResumeAllAsync(string subject, ApiKeySuspensions causes, CancellationToken cancellationToken) =>
        SetSuspensions(subject, present => present & ~causes);

    public ValueTask RecordUseAsync(IReadOnlyCollection<ApiKeyUse> uses, CancellationToken cancellationToken)
    {
        lock (_writes)
        {
            foreach (var use in uses)
            {
                if (_keys.TryGetValue(use.Id, out var record) && (record.Key.LastUsedAt ?? DateTimeOffset.MinValue) < use.At)
                {
                    Set(record.Key with { LastUsedAt = use.At });
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<int> RemoveAllAsync(string subject, CancellationToken cancellationToken) => Remove(key => key.Subject == subject);

    public ValueTask<int> RemoveDeadAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        Remove(key => key.ExpiresAt < before || key.RevokedAt < before);

    private ValueTask<int> SetSuspensions(string subject, Func<ApiKeySuspensions, ApiKeySuspensions> change)
    {
        lock (_writes)
        {
            var changed = _keys.Values.Where(r => r.Key.Subject == subject && change(r.Key.Suspensions) != r.Key.Suspensions).ToList();
            changed.ForEach(r => Set(r.Key with { Suspensions = change(r.Key.Suspensions) }));
            return ValueTask.FromResult(changed.Count);
        }
    }

    private void Set(ApiKey key) => _keys[key.Id] = _keys[key.Id] with { Key = key };

    private ValueTask<int> Remove(Func<ApiKey, bool> condition)
    {
        lock (_writes)
        {
            var removed = _keys.Values.Where(r => condition(r.Key)).ToList();
            removed.ForEach(r => _keys.TryRemove(r.Key.Id, out _));
            return ValueTask.FromResult(removed.Count);
        }
    }
}
