namespace SecurityKit;

/// <summary>One content security policy (CSP level 3), as far as it is judged here.</summary>
internal sealed class ContentPolicy
{
    private const string UnsafeInline = "'unsafe-inline'";
    private static readonly string[] FinerDirectives = ["script-src-elem", "script-src-attr"];
    private static readonly string[] Anywhere = ["*", "http:", "https:", "http://*", "https://*", "data:", "blob:", "ws:", "wss:"];

    private readonly Dictionary<string, string[]> _directives = new(StringComparer.OrdinalIgnoreCase);

    private ContentPolicy(string text)
    {
        foreach (var directive in text.Split(';'))
        {
            var words = directive.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words is [var name, .. var sources])
            {
                // The first of several counts.
                _directives.TryAdd(name, sources);
            }
        }
    }

    internal bool NamesFrameAncestors => _directives.ContainsKey("frame-ancestors");

    /// <summary>Nobody, the site itself, or sites named one by one.</summary>
    internal bool KeepsForeignFramesOut => _directives.TryGetValue("frame-ancestors", out var sources) && !sources.Any(source => source.Contains('*', StringComparison.Ordinal) || IsAnywhere(source));

    /// <summary>Where scripts may come from is said, and neither everywhere nor from the page's own text without a nonce or hash, nor from strings.</summary>
    internal bool KeepsForeignScriptsOut => Sources("script-src") is { } scripts && IsStrict(scripts)
        && FinerDirectives.All(name => !_directives.TryGetValue(name, out var sources) || IsStrict(sources));

    internal bool KeepsInlineStylesOut => Sources("style-src") is { } styles && !AllowsInline(styles);

    /// <summary>Reads the values of the header <c>Content-Security-Policy</c>; each may hold several policies, which browsers enforce all.</summary>
    internal static IReadOnlyList<ContentPolicy> Of(IEnumerable<string> headers) =>
        [.. headers.SelectMany(value => value.Split(',')).Select(text => new ContentPolicy(text))];

    private string[]? Sources(string name) => _directives.GetValueOrDefault(name) ?? _directives.GetValueOrDefault("default-src");

    private static bool IsStrict(string[] sources) =>
        !AllowsInline(sources) && !Has(sources, "'unsafe-eval'") && (Has(sources, "'strict-dynamic'") || !sources.Any(IsAnywhere));

    /// <summary>A nonce or a hash beside it makes browsers ignore it.</summary>
    private static bool AllowsInline(string[] sources) => Has(sources, UnsafeInline) && !sources.Any(IsNonceOrHash);

    private static bool IsNonceOrHash(string source) =>
        source.StartsWith("'nonce-", StringComparison.OrdinalIgnoreCase) || source.StartsWith("'sha", StringComparison.OrdinalIgnoreCase);

    private static bool IsAnywhere(string source) => Has(Anywhere, source);

    private static bool Has(string[] words, string word) => words.Contains(word, StringComparer.OrdinalIgnoreCase);
}
