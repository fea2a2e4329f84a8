namespace SecurityKit.AspNetCore;

/// <summary>Tells paths on this host from URLs that lead away, for redirects after sign-in.</summary>
public static class LocalUrl
{
    /// <summary>Whether a URL is a path on this host: one <c>/</c> at its start, not followed by <c>/</c> or <c>\</c>, and no control characters.</summary>
    /// <param name="url">The URL, from a query or a form.</param>
    /// <returns>Whether it may be redirected to.</returns>
    public static bool IsLocal(string? url) =>
        !string.IsNullOrEmpty(url)
        && url[0] == '/'
        && (url.Length == 1 || url[1] is not '/' and not '\\')
        && !url.Any(char.IsControl);
}
