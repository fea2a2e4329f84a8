using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Closes hub connections when the API key that opened them ends: at once when it is revoked, suspended, removed, or replaced without an overlap, on every
/// node, by way of the change feed; within <see cref="ExpiryInterval"/> when it expires. Notices that were lost are made up for by asking the store every
/// <see cref="ReviewInterval"/>. A connection whose key cannot be asked for is closed too, as a request would be refused. Thread-safe.
/// </summary>
internal sealed class HubApiKeys(IApiKeyStore store, IChangeFeed changes, TimeProvider clock, ILogger<HubApiKeys> logger) : PeriodicService(clock), IHubFilter
{
    internal static readonly TimeSpan ReviewInterval = TimeSpan.FromSeconds(30);
    internal static readonly TimeSpan ExpiryInterval = TimeSpan.FromSeconds(1);

    private readonly HubConnections<HubApiKey> _connections = new();
    private readonly ConcurrentDictionary<HubApiKey, DateTimeOffset> _expiries = new();
    private DateTimeOffset _reviewedAt;
    private IDisposable? _subscription;

    protected override TimeSpan Interval => ExpiryInterval;

    /// <summary>How many keys have connections.</summary>
    internal int Count => _connections.Keys.Length;

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        if (Find(context) is not { } key)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        _connections.Add(key, context.Context);
        try
        {
            // It may have ended since the request was let in: then the notice came before anybody waited for it.
            if (!await ReviewAsync(key, context.Context.ConnectionAborted).ConfigureAwait(false))
            {
                throw new HubException("The API key has ended.");
            }

            await next(context).ConfigureAwait(false);
        }
        catch
        {
            // Whoever never was connected is not disconnected.
            Forget(key, context.Context);
            throw;
        }
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        if (Find(context) is { } key)
        {
            Forget(key, context.Context);
        }

        await next(context, exception).ConfigureAwait(false);
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the server takes connections, which the loop need not be.
        _subscription = changes.Subscribe(ApiKeyChangeTopics.Ended, OnEndedAsync);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _subscription?.Dispose();
        base.Dispose();
    }

    /// <summary>Closes the connections of keys that are over by now; asks the store when that was not done lately.</summary>
    internal async ValueTask ReviewAsync(CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        foreach (var (key, expiresAt) in _expiries)
        {
            if (expiresAt <= now)
            {
                Close(key);
            }
        }

        if (now - _reviewedAt >= ReviewInterval)
        {
            _reviewedAt = now;
            await ReviewAsync(subject: null, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override ValueTask RunAsync(CancellationToken cancellationToken) => ReviewAsync(cancellationToken);

    protected override void OnFailed(Exception exception) => WebLog.HubApiKeyNotReviewed(logger, exception);

    private static HubApiKey? Find(HubLifetimeContext context) =>
        context.Context.User is { } user && user.FindApiKeyIdentity() is { } identity ? new HubApiKey(identity.KeyId, user.FindSubject()!) : null;

    /// <summary>Whether or not whoever ended the keys still waits: otherwise the connections would stay until the next review.</summary>
    private ValueTask OnEndedAsync(ChangeNotice notice, CancellationToken cancellationToken) =>
        ReviewAsync(notice.Key.Length == 0 ? null : notice.Key, CancellationToken.None);

    /// <summary>Asks the store for every key that has a connection, or for those of one subject.</summary>
    private async ValueTask ReviewAsync(string? subject, CancellationToken cancellationToken)
    {
        foreach (var key in _connections.Keys)
        {
            if (subject is null || string.Equals(key.Subject, subject, StringComparison.Ordinal))
            {
                await ReviewAsync(key, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var (forgotten, _) in subject is null ? _expiries.ExceptBy(_connections.Keys, static expiry => expiry.Key) : [])
        {
            _expiries.TryRemove(forgotten, out _);
        }
    }

    /// <summary>Closes a key's connections unless it is usable.</summary>
    private async ValueTask<bool> ReviewAsync(HubApiKey key, CancellationToken cancellationToken)
    {
        try
        {
            var record = await store.FindAsync(key.Id, cancellationToken).ConfigureAwait(false);
            if (record is { Key: var found } && string.Equals(found.Subject, key.Subject, StringComparison.Ordinal) && found.IsUsable(Clock.GetUtcNow()))
            {
                // A key's life is only ever shortened, so an answer that was overtaken by another changes nothing.
                _expiries.AddOrUpdate(key, found.ExpiresAt, (_, known) => known < found.ExpiresAt ? known : found.ExpiresAt);
                return true;
            }
        }
        catch (StoreUnavailableException exception)
        {
            WebLog.HubApiKeyNotReviewed(logger, exception);
        }

        Close(key);
        return false;
    }

    private void Forget(HubApiKey key, HubCallerContext connection)
    {
        if (_connections.Remove(key, connection))
        {
            _expiries.TryRemove(key, out _);
        }
    }

    private void Close(HubApiKey key)
    {
        _expiries.TryRemove(key, out _);
        _connections.Close(key);
    }
}
