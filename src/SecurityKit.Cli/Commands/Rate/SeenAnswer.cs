using System.Net;
using System.Net.Http;

namespace SecurityKit.Cli;

/// <summary>An answer as anybody gets it: its status and headers.</summary>
internal sealed class SeenAnswer
{
    private const int MaxShown = 160;

    private readonly Dictionary<string, List<string>> _headers = new(StringComparer.OrdinalIgnoreCase);

    internal SeenAnswer(Uri address, HttpResponseMessage answer)
    {
        Address = address;
        Status = answer.StatusCode;
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
        {
            _headers[name] = [.. values];
        }
    }

    internal Uri Address { get; }

    internal HttpStatusCode Status { get; }

    internal bool IsRedirect => (int)Status is >= 300 and < 400;

    /// <summary>Nothing that the host's own code decided: there is nothing there, or it does not work now.</summary>
    internal bool IsAbsent => Status is HttpStatusCode.NotFound || (int)Status >= 500;

    internal bool IsPage => !IsRedirect && First("Content-Type")?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) is true;

    internal IReadOnlyList<string> All(string header) => _headers.GetValueOrDefault(header) ?? [];

    internal IReadOnlyList<string> ContentPolicies => All("Content-Security-Policy");

    internal string? First(string header) => All(header) is [var first, ..] ? first : null;

    /// <summary>What was sent, or that nothing was, in words.</summary>
    internal string Evidence(string header) =>
        All(header) is { Count: > 0 } values ? $"{header} of {Address.AbsolutePath}: {Short(string.Join(", ", values))}." : $"{header} is not sent by {Address.AbsolutePath}.";

    internal static string Short(string text) => text.Length <= MaxShown ? text : text[..MaxShown] + "...";
}
