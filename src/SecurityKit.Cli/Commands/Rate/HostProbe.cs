using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecurityKit.Cli;

/// <summary>Looks at a running host as anybody can, and, with a token, as it sees itself.</summary>
internal sealed class HostProbe : IDisposable
{
    private const int MaxAnswerBytes = 1 << 20;
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(15);
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly HostTarget _target;
    private readonly TimeSpan _limit;
    private readonly HttpClient _stranger;
    private readonly HttpClient _trusting;

    /// <param name="target">The host.</param>
    /// <param name="limit">The most time one answer may take; null for 15 seconds.</param>
    internal HostProbe(HostTarget target, TimeSpan? limit = null)
    {
        _target = target;
        _limit = limit ?? DefaultLimit;
        _trusting = Client(Handler(target));
        var anyCertificate = Handler(target);
#pragma warning disable CA5359 // A certificate nobody trusts is a finding of its own. Nothing secret goes this way: the token goes by the other client, which verifies.
        anyCertificate.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        _stranger = Client(anyCertificate);
    }

    /// <summary>Asks everything.</summary>
    /// <exception cref="HostUnreachableException">The host does not answer.</exception>
    /// <exception cref="RefusedException">The host refuses the token, or its certificate is not trusted.</exception>
    internal async ValueTask<IReadOnlyList<IPostureCheck>> LookAsync(string? bearer, CancellationToken cancellationToken)
    {
        try
        {
            var findings = await LookAtAllAsync(bearer, cancellationToken).ConfigureAwait(false);
            return [.. findings.Select(finding => new KnownFinding(finding))];
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable($"no answer within {_limit.TotalSeconds:0} seconds", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or IOException or AuthenticationException)
        {
            throw Unreachable(exception is HttpRequestException { InnerException: AuthenticationException inner } ? inner.Message : exception.Message, exception);
        }
    }

    public void Dispose()
    {
        _stranger.Dispose();
        _trusting.Dispose();
    }

    // Straight to the host: a proxy on the way would be looked at in its place.
    private static SocketsHttpHandler Handler(HostTarget target) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectCallback = (_, token) => target.ConnectAsync(token),
    };

    private HttpClient Client(SocketsHttpHandler handler) =>
        new(handler, disposeHandler: true) { Timeout = _limit, MaxResponseContentBufferSize = MaxAnswerBytes };

    private HostUnreachableException Unreachable(string why, Exception exception) =>
        new($"{_target.EndPoint.Host}:{_target.EndPoint.Port} does not answer as a host of {_target.Api.Scheme}: {why.TrimEnd('.')}.", exception);

    private async ValueTask<IReadOnlyList<PostureFinding>> LookAtAllAsync(string? bearer, CancellationToken cancellationToken)
    {
        var visit = new HostVisit(_stranger, _target);
        var status = await visit.AskApiAsync("status", with: null, cancellationToken).ConfigureAwait(false);
        var pages = await visit.SeePagesAsync(cancellationToken).ConfigureAwait(false);
        var transport = new TransportProbe(_target, TimeProvider.System);
        return
        [
            .. await transport.LookAsync(cancellationToken).ConfigureAwait(false),
            .. HeaderFindings.Of(status, pages),
            ContentFindings.Scripts(status, pages),
            ContentFindings.Cookies([status, .. pages]),
            await OriginProbe.LookAsync(visit, cancellationToken).ConfigureAwait(false),
            .. bearer is null ? [] : await AskHostAsync(bearer, cancellationToken).ConfigureAwait(false),
            await new TokenProbe(bearer is null ? visit : new HostVisit(_trusting, _target), TimeProvider.System).LookAsync(bearer, cancellationToken).ConfigureAwait(false),
        ];
    }

    private async ValueTask<IEnumerable<PostureFinding>> AskHostAsync(string bearer, CancellationToken cancellationToken)
    {
        using var answer = await AskWithTokenAsync(bearer, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new RefusedException($"The host answered {(int)answer.StatusCode} to the token. It needs the permission security.posture:read.");
        }

        try
        {
            var status = await answer.Content.ReadFromJsonAsync<HostStatus>(Web, cancellationToken).ConfigureAwait(false);
            return status?.Findings is { Count: > 0 } findings ? [.. findings.Select(Known)] : throw NoReport();
        }
        catch (JsonException)
        {
            throw NoReport();
        }
    }

    private static PostureFinding Known(HostFinding found) => found is { Id: { } id, Title: { } title, Evidence: { } evidence }
        ? new PostureFinding(id, title, found.Status, evidence, found.Advice ?? string.Empty, found.Weight)
        : throw NoReport();

    private static RefusedException NoReport() => new("The host's answer is not the report that /status of the kit gives. Is this the address of its API?");

    private async ValueTask<HttpResponseMessage> AskWithTokenAsync(string bearer, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_target.Api, "status"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        try
        {
            return await _trusting.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            throw new RefusedException("The host's certificate is not trusted, so the token was not sent to it. Rate it without --token-file, or trust its root.");
        }
    }
}
