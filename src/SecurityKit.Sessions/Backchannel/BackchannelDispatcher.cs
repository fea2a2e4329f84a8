using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Sessions;

/// <summary>
/// Delivers notices beside the requests that caused them, again and again at growing intervals while a receiver cannot take them. Notices
/// wait in this process's memory: what is not delivered within <see cref="DrainTime"/> of the host's stop is lost, and an event says so; when the
/// process dies they are lost in silence, so a receiver must not rely on them alone.
/// </summary>
internal sealed class BackchannelDispatcher : BackgroundService
{
    internal const int MaxAttempts = 8;
    internal const int MaxWaiting = 10_000;

    /// <summary>How long a stopping host waits for notices that are under way.</summary>
    internal static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);

    private const string TooManyWaiting = "too_many_waiting";
    private const string Stopped = "stopped";
    private const int Workers = 4;
    private static readonly TimeSpan ReportTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PostLimit = TimeSpan.FromSeconds(10);

    private readonly Channel<BackchannelNotice> _waiting =
        Channel.CreateBounded<BackchannelNotice>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.Wait });

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = PostLimit,
        MaxResponseContentBufferSize = 64 * 1024,
    };

    /// <summary>Notices that wait in the channel, for their next attempt or for an answer. Whoever takes one out decides what becomes of it.</summary>
    private readonly ConcurrentDictionary<long, BackchannelNotice> _outstanding = new();

    /// <summary>Wakes the notices that wait for their next attempt: later there may be none.</summary>
    private readonly TaskCompletionSource _stopBegins = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private long _lastNumber;

    /// <summary>How many are outstanding; all of them count against the bound.</summary>
    private int _count;

    private TaskCompletionSource? _drained;

    /// <summary>UTC ticks; no end while the host goes on.</summary>
    private long _drainsUntil = long.MaxValue;
    private volatile bool _isOver;

    private readonly ISigningKeyRing _keys;
    private readonly ISecurityEvents _events;
    private readonly IOptionsMonitor<SessionOptions> _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    public BackchannelDispatcher(
        ISigningKeyRing keys, ISecurityEvents events, IOptionsMonitor<SessionOptions> options, TimeProvider clock, ILogger<BackchannelDispatcher> logger)
    {
        _keys = keys;
        _events = events;
        _options = options;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Tells every receiver of one end. Returns at once; a receiver whose notices pile up loses the newest, and an event says so.</summary>
    internal async ValueTask TellAsync(Session session, string reason, CancellationToken cancellationToken)
    {
        foreach (var receiver in _options.CurrentValue.Backchannel)
        {
            var notice = new BackchannelNotice(
                Interlocked.Increment(ref _lastNumber), receiver, session.Id, session.Subject, reason, _clock.GetUtcNow(), 0);
            _outstanding[notice.Number] = notice;
            if (Interlocked.Increment(ref _count) > MaxWaiting || !_waiting.Writer.TryWrite(notice))
            {
                await GiveUpAsync(notice, TooManyWaiting, cancellationToken).ConfigureAwait(false);
            }
            else if (_isOver)
            {
                await GiveUpAsync(notice, Stopped, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Every notice gets one more attempt, and those of them that fail the next ones for which there is time; the rest is lost.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (ExecuteTask is { IsCompleted: false })
        {
            Volatile.Write(ref _drainsUntil, (_clock.GetUtcNow() + DrainTime).UtcTicks);
            var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Exchange(ref _drained, drained);
            if (Volatile.Read(ref _count) == 0)
            {
                drained.TrySetResult();
            }

            _stopBegins.TrySetResult();
            await drained.Task.WaitAsync(DrainTime, _clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await LoseAllAsync().ConfigureAwait(false);
    }

    public override void Dispose()
    {
        base.Dispose();
        _client.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(stoppingToken))).ConfigureAwait(false);
        }
        finally
        {
            // Also where the host is disposed of without a stop.
            await LoseAllAsync().ConfigureAwait(false);
        }
    }

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var notice in _waiting.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
            {
                await DeliverAsync(notice, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task DeliverAsync(BackchannelNotice notice, CancellationToken stoppingToken)
    {
        var attempted = notice with { Attempts = notice.Attempts + 1 };
        try
        {
            using var request = RequestFor(attempted);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stoppingToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                TrySettle(attempted);
                return;
            }

            if (!IsWorthRepeating(response.StatusCode))
            {
                await GiveUpAsync(attempted, "refused_by_receiver", CancellationToken.None).ConfigureAwait(false);
                return;
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            SessionsLog.NotDelivered(_logger, attempted.Receiver.Endpoint, attempted.Attempts, exception.GetType().Name);
        }

        if (attempted.Attempts >= MaxAttempts)
        {
            await GiveUpAsync(attempted, "no_answer", CancellationToken.None).ConfigureAwait(false);
            return;
        }

        // 1, 2, 4 ... seconds later, without keeping a worker from other notices.
        var pause = FirstPause * Math.Pow(2, attempted.Attempts - 1);
        if ((_clock.GetUtcNow() + pause).UtcTicks >= Volatile.Read(ref _drainsUntil))
        {
            await GiveUpAsync(attempted, Stopped, CancellationToken.None).ConfigureAwait(false);
            return;
        }

        _ = RepeatLaterAsync(attempted, pause, stoppingToken);
    }

    private async Task RepeatLaterAsync(BackchannelNotice notice, TimeSpan pause, CancellationToken stoppingToken)
    {
        var isStopping = _stopBegins.Task.IsCompleted;
        var time = Task.Delay(pause, _clock, stoppingToken);
        await (isStopping ? time : Task.WhenAny(time, _stopBegins.Task)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stoppingToken.IsCancellationRequested && !_waiting.Writer.TryWrite(notice))
        {
            await GiveUpAsync(notice, TooManyWaiting, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private HttpRequestMessage RequestFor(BackchannelNotice notice)
    {
        var token = BackchannelTokens.Write(notice, _keys.Current.Active, _options.CurrentValue.Tokens.Issuer, _clock.GetUtcNow());
        var request = new HttpRequestMessage(HttpMethod.Post, notice.Receiver.Endpoint)
        {
            Content = notice.Receiver.Protocol == BackchannelProtocol.OpenIdLogout
                ? new FormUrlEncodedContent([new("logout_token", token)])
                : new StringContent(token, new MediaTypeHeaderValue("application/secevent+jwt")),
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (notice.Receiver.AuthorizationToken is { Length: > 0 } authorization)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", authorization);
        }

        return request;
    }

    private static bool IsWorthRepeating(HttpStatusCode status) =>
        (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;

    private bool TrySettle(BackchannelNotice notice)
    {
        if (!_outstanding.TryRemove(notice.Number, out _))
        {
            return false;
        }

        if (Interlocked.Decrement(ref _count) == 0)
        {
            Volatile.Read(ref _drained)?.TrySetResult();
        }

        return true;
    }

    private async ValueTask LoseAllAsync()
    {
        _isOver = true;
        Interlocked.MemoryBarrier();
        using var limit = new CancellationTokenSource(ReportTime, _clock);
        foreach (var notice in _outstanding.Values)
        {
            await GiveUpAsync(notice, Stopped, limit.Token).ConfigureAwait(false);
        }
    }

    /// <summary>The one who takes the notice out tells of its loss; in the log where the trail cannot be written, which must not end a worker.</summary>
    private async ValueTask GiveUpAsync(BackchannelNotice notice, string reason, CancellationToken cancellationToken)
    {
        if (!TrySettle(notice))
        {
            return;
        }

        try
        {
            await _events.RaiseAsync(
                new SecurityEvent
                {
                    Type = SessionEventTypes.NotDelivered,
                    Outcome = SecurityEventOutcome.Failure,
                    Severity = SecurityEventSeverity.Medium,
                    Subject = notice.Subject,
                    Reason = reason,
                    Data = new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        [SessionEventTypes.SessionData] = notice.SessionId.ToString(),
                        [SessionEventTypes.AudienceData] = notice.Receiver.Audience,
                    },
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            SessionsLog.NotDelivered(_logger, notice.Receiver.Endpoint, notice.Attempts, exception.GetType().Name);
        }
    }
}
