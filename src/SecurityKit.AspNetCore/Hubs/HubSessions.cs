using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Closes hub connections when the session or the access token that opened them ends. A revocation of either closes them at once, on every node, by way
/// of the change feed; the expiry of the token within <see cref="ExpiryInterval"/>. Notices that were lost, and sessions that ran out, are found by asking
/// the store every <see cref="ReviewInterval"/>. A connection whose session cannot be asked for is closed too, as a request would be refused. Thread-safe.
/// </summary>
internal sealed class HubSessions(ISessionStore store, IChangeFeed changes, TimeProvider clock, ILogger<HubSessions> logger) : PeriodicService(clock), IHubFilter
{
    internal static readonly TimeSpan ReviewInterval = TimeSpan.FromSeconds(30);
    internal static readonly TimeSpan ExpiryInterval = TimeSpan.FromSeconds(1);

    private readonly HubConnections<HubSession> _connections = new();

    /// <summary>The same connections by their session alone: every node hears of every session that ends, and most have no connection here.</summary>
    private readonly HubConnections<SessionId> _bySession = new();
    private readonly List<IDisposable> _subscriptions = [];
    private DateTimeOffset _reviewedAt;

    /// <summary>How many sessions and tokens have connections.</summary>
    internal int Count => _connections.Keys.Length;

    protected override TimeSpan Interval => ExpiryInterval;

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        if (Find(context) is not { } session)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        _connections.Add(session, context.Context);
        _bySession.Add(session.Id, context.Context);
        try
        {
            // It may have ended since the request was let in: then the notice came before anybody waited for it.
            if (!await ReviewAsync(session, context.Context.ConnectionAborted).ConfigureAwait(false))
            {
                throw new HubException("The session has ended.");
            }

            await next(context).ConfigureAwait(false);
        }
        catch
        {
            // Whoever never was connected is not disconnected.
            Forget(session, context.Context);
            throw;
        }
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        if (Find(context) is { } session)
        {
            Forget(session, context.Context);
        }

        await next(context, exception).ConfigureAwait(false);
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the server takes connections, which the loop need not be.
        _subscriptions.Add(changes.Subscribe(SessionChangeTopics.Ended, OnSessionEndedAsync));
        _subscriptions.Add(changes.Subscribe(SessionChangeTopics.TokenRevoked, OnTokenRevokedAsync));
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _subscriptions.ForEach(static subscription => subscription.Dispose());
        base.Dispose();
    }

    /// <summary>Closes the connections of tokens that have expired; asks the store for the others when that was not done lately.</summary>
    internal async ValueTask ReviewAsync(CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        Close(session => session.ExpiresAt <= now);
        if (now - _reviewedAt >= ReviewInterval)
        {
            _reviewedAt = now;
            await ReviewAllAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    protected override ValueTask RunAsync(CancellationToken cancellationToken) => ReviewAsync(cancellationToken);

    protected override void OnFailed(Exception exception) => WebLog.HubSessionNotReviewed(logger, exception);

    private static HubSession? Find(HubLifetimeContext context) =>
        context.Context.User?.FindSessionIdentity() is { } identity
            ? new HubSession(identity.Session.Id, identity.Token?.TokenId, identity.Token?.ExpiresAt)
            : null;

    private ValueTask OnSessionEndedAsync(ChangeNotice notice, CancellationToken cancellationToken)
    {
        if (SessionId.TryParse(notice.Key, null, out var ended))
        {
            _bySession.Close(ended);
            return ValueTask.CompletedTask;
        }

        return ReviewAllAsync(cancellationToken);
    }

    private ValueTask OnTokenRevokedAsync(ChangeNotice notice, CancellationToken cancellationToken)
    {
        if (notice.Key.Length > 0)
        {
            Close(session => string.Equals(session.TokenId, notice.Key, StringComparison.Ordinal));
            return ValueTask.CompletedTask;
        }

        return ReviewAllAsync(cancellationToken);
    }

    private void Forget(HubSession session, HubCallerContext connection)
    {
        _connections.Remove(session, connection);
        _bySession.Remove(session.Id, connection);
    }

    private void Close(Func<HubSession, bool> isOver)
    {
        foreach (var session in _connections.Where(isOver))
        {
            _connections.Close(session);
        }
    }

    private async ValueTask ReviewAllAsync(CancellationToken cancellationToken)
    {
        foreach (var session in _connections.Keys)
        {
            await ReviewAsync(session, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the connections of a session and token unless both are good.</summary>
    private async ValueTask<bool> ReviewAsync(HubSession session, CancellationToken cancellationToken)
    {
        try
        {
            var reading = await store.FindAsync(session.Id, session.TokenId, cancellationToken).ConfigureAwait(false);
            if (reading is { Session: not null, IsTokenRevoked: false } && !(session.ExpiresAt <= Clock.GetUtcNow()))
            {
                return true;
            }
        }
        catch (StoreUnavailableException exception)
        {
            WebLog.HubSessionNotReviewed(logger, exception);
        }

        _connections.Close(session);
        return false;
    }
}
