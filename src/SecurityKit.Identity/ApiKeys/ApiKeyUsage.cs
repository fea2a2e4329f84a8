using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.Identity;

/// <summary>Collects when keys were used and writes it once a minute, so that no request waits for it. Bounded: what does not fit is noted with a later use.</summary>
internal sealed class ApiKeyUsage(IApiKeyStore store, IOptionsMonitor<IdentityOptions> options, TimeProvider clock, ILogger<ApiKeyUsage> logger)
    : PeriodicService(clock)
{
    internal const int Capacity = 10_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _pending = new(StringComparer.Ordinal);
    private int _count;

    internal int Pending => _pending.Count;

    protected override TimeSpan Interval => TimeSpan.FromMinutes(1);

    internal void Note(ApiKey key, DateTimeOffset now)
    {
        if (key.LastUsedAt is { } last && now - last < options.CurrentValue.ApiKeys.LastUsedResolution)
        {
            return;
        }

        if (_pending.ContainsKey(key.Id) || Volatile.Read(ref _count) >= Capacity)
        {
            return;
        }

        if (_pending.TryAdd(key.Id, now))
        {
            Interlocked.Increment(ref _count);
        }
    }

    internal async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var uses = new List<ApiKeyUse>();
        foreach (var (id, _) in _pending)
        {
            if (_pending.TryRemove(id, out var at))
            {
                Interlocked.Decrement(ref _count);
                uses.Add(new ApiKeyUse(id, at));
            }
        }

        if (uses.Count > 0)
        {
            await store.RecordUseAsync(uses, cancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await TryRunAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override ValueTask RunAsync(CancellationToken cancellationToken) => FlushAsync(cancellationToken);

    /// <summary>When a key was last used is a hint; losing one does no harm.</summary>
    protected override void OnFailed(Exception exception) => IdentityLog.KeyUseNotKept(logger, exception);
}
