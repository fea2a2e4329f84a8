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
/// wait in this process's memory: what is not delivered when it ends is lost, so a receiver must not rely on them alone.
/// </summary>
internal sealed class BackchannelDispatcher : BackgroundService
{
    internal const int MaxAttempts = 8;
    internal const int MaxWaiting = 10_000;

    private const int Workers = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PostLimit = TimeSpan.FromSeconds(10);

    private readonly Channel<BackchannelNotice> _waiting =
        Channel.CreateBounded<BackchannelNotice>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.Wait });

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = PostLimit,
        MaxResponseContentBufferSize = 64 * 1024,
    };

    /// <summary>Notices that wait in the channel, for their next attempt or for an answer: all of them count against the bound.</summary>
    private int _outstanding;

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
            var notice = new BackchannelNotice(receiver, session.Id, session.Subject, reason, _clock.GetUtcNow(), 0);
            if (Interlocked.Increment(ref _outstanding) > MaxWaiting || !_waiting.Writer.TryWrite(notice))
            {
                await GiveUpAsync(notice, "too_many_waiting", cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _client.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(stoppingToken)));

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
                Interlocked.Decrement(ref _outstanding);
                return;
            }

            if (!IsWorthRepeating(response.StatusCode))
            {
                await GiveUpAsync(attempted, "refused_by_receiver", stoppingToken).ConfigureAwait(false);
                return;
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            SessionsLog.NotDelivered(_logger, attempted.Receiver.Endpoint, attempted.Attempts, exception.GetType().Name);
        }

        if (attempted.Attempts >= MaxAttempts)
        {
            await GiveUpAsync(attempted, "no_answer", stoppingToken).ConfigureAwait(false);
            return;
        }

        _ = RepeatLaterAsync(attempted, stoppingToken);
    }

    /// <summary>1, 2, 4 ... seconds later, without keeping a worker from other notices.</summary>
    private async Task RepeatLaterAsync(BackchannelNotice notice, CancellationToken stoppingToken)
    {
        await Task.Delay(FirstPause * Math.Pow(2, notice.Attempts - 1), _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stoppingToken.IsCancellationRequested && !_waiting.Writer.TryWrite(notice))
        {
            await GiveUpAsync(notice, "too_many_waiting", CancellationToken.None).ConfigureAwait(false);
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

    private async ValueTask GiveUpAsync(BackchannelNotice notice, string reason, CancellationToken cancellationToken)
    {
        Interlocked.Decrement(ref _outstanding);
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
                        ["audience"] = notice.Receiver.Audience,
                    },
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A trail that cannot be written must not end the worker; the loss is in the log.
            SessionsLog.NotDelivered(_logger, notice.Receiver.Endpoint, notice.Attempts, exception.GetType().Name);
        }
    }
}
