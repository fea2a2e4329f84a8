using System.Net.Http;
using System.Net.Http.Headers;

namespace SecurityKit.Cli;

/// <summary>Goes where any stranger can go: the API's status, and the host's front page with what it leads to on the same host.</summary>
internal sealed class HostVisit(HttpClient client, HostTarget target)
{
    private const int MaxRedirects = 5;
    private static readonly Uri Root = new("/", UriKind.Relative);

    /// <summary>Asks for what is below the API's address.</summary>
    internal ValueTask<SeenAnswer> AskApiAsync(string path, Action<HttpRequestHeaders>? with, CancellationToken cancellationToken) =>
        AskAsync(new Uri(target.Api, path), with, cancellationToken);

    /// <summary>The front page, each redirection on the way, and the page at the end.</summary>
    internal async ValueTask<IReadOnlyList<SeenAnswer>> SeeFrontPageAsync(CancellationToken cancellationToken)
    {
        var seen = new List<SeenAnswer>();
        var next = new Uri(target.Api, Root);
        while (next is not null && seen.Count <= MaxRedirects)
        {
            var answer = await AskAsync(next, static headers => headers.Accept.ParseAdd("text/html"), cancellationToken).ConfigureAwait(false);
            seen.Add(answer);
            next = NextOnTheSameHost(answer);
        }

        return seen;
    }

    private static Uri? NextOnTheSameHost(SeenAnswer answer) =>
        answer.IsRedirect && answer.First("Location") is { } location && Uri.TryCreate(answer.Address, location, out var next)
            && Uri.Compare(next, answer.Address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
            ? next
            : null;

    private async ValueTask<SeenAnswer> AskAsync(Uri address, Action<HttpRequestHeaders>? with, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        with?.Invoke(request.Headers);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return new SeenAnswer(address, answer);
    }
}
