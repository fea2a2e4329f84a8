using System.Net.Http;
using System.Net.Http.Headers;

namespace SecurityKit.Cli;

/// <summary>Goes where any stranger can go: the API, and pages with what they redirect to on the same host.</summary>
internal sealed class HostVisit(HttpClient client, HostTarget target)
{
    private const int MaxRedirects = 5;

    /// <summary>Asks for what is below the API's address.</summary>
    internal ValueTask<SeenAnswer> AskApiAsync(string path, Action<HttpRequestHeaders>? with, CancellationToken cancellationToken) =>
        AskAsync(new Uri(target.Api, path), with, cancellationToken);

    /// <summary>The front page and the pages that were named: each redirection on the way, and the page at the end.</summary>
    internal async ValueTask<IReadOnlyList<SeenAnswer>> SeePagesAsync(CancellationToken cancellationToken)
    {
        var seen = new List<SeenAnswer>();
        foreach (var page in target.Pages)
        {
            Uri? next = page;
            for (var i = 0; next is not null && i <= MaxRedirects; i++)
            {
                var answer = await AskAsync(next, static headers => headers.Accept.ParseAdd("text/html"), cancellationToken).ConfigureAwait(false);
                seen.Add(answer);
                next = NextOnTheSameHost(answer);
            }
        }

        return seen;
    }

    private static Uri? NextOnTheSameHost(SeenAnswer answer) =>
        answer.IsRedirect && answer.First("Location") is { } location && Uri.TryCreate(answer.Address, location, out var next) && HostTarget.IsSameHost(next, answer.Address)
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
