using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Closes hub connections when the session that opened them ends. A revocation closes them at once, on every node, by way of the change feed;
/// notices that were lost, and sessions that ran out, are found by asking the store every <see cref="ReviewInterval"/>. A connection whose session
/// cannot be asked for is closed too, as a request would be refused. Thread-safe.
/// </summary>
internal sealed class HubSessions(ISessionStore store, IChangeFeed changes, TimeProvider clock, ILogger<HubSessions> logger) : PeriodicService(clock), IHubFilter
{
    internal static readonly TimeSpan ReviewInterval = TimeSpan.FromSeconds(30);

    private readonly HubConnections<SessionId> _connections = new();
    private IDisposable? _subscription;

    protected override TimeSpan Interval => ReviewInterval;

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        if (context.Context.User?.FindSession() is { } session)
        {
            _connections.Add(session.Id, context.Context);

            // It may have ended since the request was let in: then the notice came before anybody waited for it.
            if (!await ReviewAsync(session.Id, context.Context.ConnectionAborted).ConfigureAwait(false))
            {
                throw new HubException("The session has ended.");
            }
        }

        await next(context).ConfigureAwait(false);
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        if (context.Context.User?.FindSession() is { } session)
        {
            _connections.Remove(session.Id, context.Context);
        }

        await next(context, exception).ConfigureAwait(false);
    }

    /// <summary>Closes the connections of every session that is over.</summary>
    internal async ValueTask ReviewAsync(CancellationToken cancellationToken)
    {
        foreach (var session in _connections.Keys)
        {
            await ReviewAsync(session, cancellationToken).ConfigureAwait(false);
        }
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the server takes connections, which the loop need not be.
        _subscription = changes.Subscribe(SessionChangeTopics.Ended, OnEndedAsync);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _subscription?.Dispose();
        base.Dispose();
    }

    protected override ValueTask RunAsync(CancellationToken cancellationToken) => ReviewAsync(cancellationToken);

    protected override void OnFailed(Exception exception) => WebLog.HubSessionNotReviewed(logger, exception);

    private ValueTask OnEndedAsync(ChangeNotice notice, CancellationToken cancellationToken)
    {
        if (SessionId.TryParse(notice.Key, null, out var ended))
        {
            _connections.Close(ended);
            return ValueTask.CompletedTask;
        }

        return ReviewAsync(cancellationToken);
    }

    /// <summary>Closes a session's connections unless it is live.</summary>
    private async ValueTask<bool> ReviewAsync(SessionId session, CancellationToken cancellationToken)
    {
        try
        {
            if ((await store.FindAsync(session, null, cancellationToken).ConfigureAwait(false)).Session is not null)
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
