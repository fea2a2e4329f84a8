using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.Messaging;

/// <summary>
/// Sends text messages through a provider's HTTP API. An attempt that surely did not go through (no connection, 429, 503) is repeated;
/// one whose fate is unknown (time-out, other 5xx, lost answer) only where the provider takes an idempotency key.
/// </summary>
internal sealed class HttpSmsSender(
    IHttpClientFactory clients, IOptionsMonitor<HttpSmsOptions> options, TimeProvider clock, ILogger<HttpSmsSender> logger) : IChannelSender
{
    internal const string ClientName = "SecurityKit.Messaging.Sms";

    internal static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    private readonly CarrierBreaker _breaker = new(clock);

    public MessageChannel Channel => MessageChannel.Sms;

    public async ValueTask SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var current = options.CurrentValue;
        _breaker.Enter("provider of text messages");
        for (var attempt = 1; ; attempt++)
        {
            var failure = await TryAsync(message, current, cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                _breaker.Succeeded();
                MessagingLog.Sent(logger, Channel, message.Purpose);
                return;
            }

            if (!failure.MayRepeat || attempt >= current.Attempts)
            {
                Count(failure);
                throw new MessageNotSentException($"The provider of text messages did not take the message: {failure.Reason}.");
            }

            MessagingLog.Retrying(logger, attempt, failure.Reason);
            await Task.Delay(PauseBefore(attempt + 1, failure, current), clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static TimeSpan PauseBefore(int attempt, SmsFailure failure, HttpSmsOptions current)
    {
        var pause = current.RetryDelay * Math.Pow(2, attempt - 2);
        var asked = failure.RetryAfter ?? TimeSpan.Zero;
        var longer = asked > pause ? asked : pause;
        return longer < LongestDelay ? longer : LongestDelay;
    }

    private static HttpRequestMessage CreateRequest(OutboundMessage message, HttpSmsOptions current)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, current.Endpoint);
        var credential = current.AuthenticationScheme == "Basic"
            ? Convert.ToBase64String(Encoding.UTF8.GetBytes(current.Credential))
            : current.Credential;
        request.Headers.Authorization = new AuthenticationHeaderValue(current.AuthenticationScheme, credential);
        if (current.IdempotencyHeader is { } header)
        {
            request.Headers.Add(header, message.IdempotencyKey);
        }

        (string Name, string Value)[] fields =
            [(current.FromField, current.From), (current.ToField, message.Destination), (current.TextField, message.Body)];
        request.Content = current.Encoding == SmsBodyEncoding.Form
            ? new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)))
            : new StringContent(
                new JsonObject(fields.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)JsonValue.Create(f.Value)))).ToJsonString(),
                Encoding.UTF8, "application/json");
        return request;
    }

    private async ValueTask<SmsFailure?> TryAsync(OutboundMessage message, HttpSmsOptions current, CancellationToken cancellationToken)
    {
        var isHarmless = current.IdempotencyHeader is not null;
        using var limit = new CancellationTokenSource(current.Timeout, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var client = clients.CreateClient(ClientName);
        using var request = CreateRequest(message, current);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? null : FailureOf(response, isHarmless);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SmsFailure($"no answer within {current.Timeout}", isHarmless, IsCarrierAtFault: true);
        }
        catch (HttpRequestException exception)
        {
            var neverSent = exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError;
            return new SmsFailure($"{exception.HttpRequestError}", neverSent || isHarmless, IsCarrierAtFault: true);
        }
    }

    private SmsFailure FailureOf(HttpResponseMessage response, bool isHarmless)
    {
        var status = (int)response.StatusCode;
        var surelyNotSent = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
        var isCarrierAtFault = status >= 500 || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
        var retryAfter = response.Headers.RetryAfter is { } header ? header.Delta ?? (header.Date - clock.GetUtcNow()) : null;
        return new SmsFailure($"status {status}", surelyNotSent || (isCarrierAtFault && isHarmless), isCarrierAtFault, retryAfter);
    }

    private void Count(SmsFailure failure)
    {
        if (failure.IsCarrierAtFault)
        {
            _breaker.Failed();
        }
        else
        {
            _breaker.Succeeded();
        }
    }
}
