using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecurityKit.Cli;

/// <summary>Looks at a running host as anybody can, and, with a token, as it sees itself.</summary>
internal sealed class HostProbe : IDisposable
{
    private const int MaxAnswerBytes = 1 << 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly Uri _api;
    private readonly HttpClient _stranger;
    private readonly HttpClient _trusting;
    private readonly TransportProbe _transport;

    internal HostProbe(Uri api)
    {
        _api = new Uri(api.AbsoluteUri.TrimEnd('/') + "/");
        _transport = new TransportProbe(_api, TimeProvider.System);
        _trusting = Client(new SocketsHttpHandler { AllowAutoRedirect = false });
        var anyCertificate = new SocketsHttpHandler { AllowAutoRedirect = false };
#pragma warning disable CA5359 // A certificate nobody trusts is a finding of its own. Nothing secret goes this way: the token goes by the other client, which verifies.
        anyCertificate.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        _stranger = Client(anyCertificate);
    }

    /// <summary>Asks everything.</summary>
    /// <exception cref="HttpRequestException">The host does not answer.</exception>
    internal async ValueTask<IReadOnlyList<IPostureCheck>> LookAsync(string? bearer, CancellationToken cancellationToken)
    {
        var findings = new List<PostureFinding>();
        using var stranger = await AskAsync(_stranger, null, cancellationToken).ConfigureAwait(false);
        findings.AddRange(await _transport.LookAsync(cancellationToken).ConfigureAwait(false));
        findings.AddRange(AnswerFindings.Of(stranger));
        findings.AddRange(await LookAtOriginsAsync(cancellationToken).ConfigureAwait(false));
        if (bearer is not null)
        {
            findings.AddRange(await AskHostAsync(bearer, cancellationToken).ConfigureAwait(false));
        }

        return [.. findings.Select(finding => new KnownFinding(finding))];
    }

    public void Dispose()
    {
        _stranger.Dispose();
        _trusting.Dispose();
    }

    private static HttpClient Client(SocketsHttpHandler handler) =>
        new(handler, disposeHandler: true) { Timeout = Limit, MaxResponseContentBufferSize = MaxAnswerBytes };

    private async ValueTask<HttpResponseMessage> AskAsync(HttpClient client, Action<HttpRequestMessage>? with, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_api, "status"));
        with?.Invoke(request);
        return await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<IEnumerable<PostureFinding>> LookAtOriginsAsync(CancellationToken cancellationToken)
    {
        const string Foreign = "https://foreign.example";
        using var answer = await AskAsync(_stranger, request => request.Headers.Add("Origin", Foreign), cancellationToken).ConfigureAwait(false);
        var allowed = AnswerFindings.Header(answer, "Access-Control-Allow-Origin");
        var isOpen = allowed is "*" or Foreign;
        return
        [
            new PostureFinding(
                "outside.cors", "Pages of other sites cannot read answers.", isOpen ? PostureStatus.Failed : PostureStatus.Passed,
                allowed is null ? "An unknown origin is given no permission." : $"An unknown origin is answered with Access-Control-Allow-Origin: {allowed}.",
                isOpen ? "Name the origins that may read answers; never all of them." : string.Empty, Weight: 5),
        ];
    }

    private async ValueTask<IEnumerable<PostureFinding>> AskHostAsync(string bearer, CancellationToken cancellationToken)
    {
        using var answer = await AskWithTokenAsync(bearer, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new RefusedException($"The host answered {(int)answer.StatusCode} to the token. It needs the permission security.posture:read.");
        }

        var status = await answer.Content.ReadFromJsonAsync<HostStatus>(Web, cancellationToken).ConfigureAwait(false);
        return status?.Findings?.Select(f => new PostureFinding(f.Id, f.Title, f.Status, f.Evidence, f.Advice, f.Weight))
            ?? throw new RefusedException("The host's answer holds no findings.");
    }

    private async ValueTask<HttpResponseMessage> AskWithTokenAsync(string bearer, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(_trusting, request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            throw new RefusedException("The host's certificate is not trusted, so the token was not sent to it. Rate it without --token-file, or trust its root.");
        }
    }
}
