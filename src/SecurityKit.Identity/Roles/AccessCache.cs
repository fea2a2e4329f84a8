using Microsoft.Extensions.Logging;

namespace SecurityKit.Identity;

/// <summary>
/// Keeps a snapshot that is never used when it is older than a second: the feed and a poll twice a second keep it fresh, and a use that
/// finds it older reads first. While the store cannot be reached nothing is granted.
/// </summary>
internal sealed class AccessCache(
    IRoleStore store, ConditionCompiler conditions, IChangeFeed feed, TimeProvider clock, ILogger<AccessCache> logger) : PeriodicService(clock)
{
    internal const string Topic = "identity.access";
    internal static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan PollInterval = MaxAge / 2;

    private readonly SemaphoreSlim _reading = new(1, 1);
    private AccessSnapshot? _snapshot;
    private long _readings;
    private Exception? _failure;

    protected override TimeSpan Interval => PollInterval;

    protected override bool RunsAtStart => true;

    internal ValueTask<AccessSnapshot> GetAsync(CancellationToken cancellationToken)
    {
        var snapshot = Volatile.Read(ref _snapshot);
        return snapshot is not null && Clock.GetElapsedTime(snapshot.ReadAt) < MaxAge
            ? ValueTask.FromResult(snapshot)
            : RefreshAsync(cancellationToken);
    }

    /// <summary>Reads what has changed. Callers who waited while another reading began and ended share its result, or its failure.</summary>
    internal async ValueTask<AccessSnapshot> RefreshAsync(CancellationToken cancellationToken)
    {
        var seen = Volatile.Read(ref _readings);
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_readings > seen)
            {
                return _failure is null ? _snapshot! : throw new StoreUnavailableException("roles", _failure);
            }

            _readings++;
            var readAt = Clock.GetTimestamp();
            var next = await ReadAsync(_snapshot, readAt, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _snapshot, next);
            _failure = null;
            return next;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _failure = exception;
            throw;
        }
        catch (OperationCanceledException)
        {
            // Whoever waits reads for itself: another caller's impatience is no answer.
            _readings--;
            throw;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Tells every node that something changed; this node has read it when the task completes.</summary>
    internal async ValueTask AnnounceAsync(string key, CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken).ConfigureAwait(false);
        await feed.PublishAsync(new ChangeNotice(Topic, key), cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        base.Dispose();
        _reading.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe(Topic, async (_, token) => await RefreshAsync(token).ConfigureAwait(false));
        await base.ExecuteAsync(stoppingToken).ConfigureAwait(false);
    }

    protected override async ValueTask RunAsync(CancellationToken cancellationToken) => await RefreshAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Nothing is granted on an old snapshot, so there is nothing to do but to try again.</summary>
    protected override void OnFailed(Exception exception) => IdentityLog.AccessNotRead(logger, exception);

    private async ValueTask<AccessSnapshot> ReadAsync(AccessSnapshot? present, long readAt, CancellationToken cancellationToken)
    {
        if (present is not null)
        {
            var changes = await store.ReadChangesAsync(present.Version, cancellationToken).ConfigureAwait(false);
            if (changes.IsComplete)
            {
                return present.With(changes, readAt, conditions);
            }
        }

        return AccessSnapshot.From(await store.ReadAsync(cancellationToken).ConfigureAwait(false), readAt, conditions);
    }
}
