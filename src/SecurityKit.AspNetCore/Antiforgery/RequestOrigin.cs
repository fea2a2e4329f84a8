using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>Whether a browser says that a request comes from another site.</summary>
internal static class RequestOrigin
{
    /// <summary>
    /// By <c>Sec-Fetch-Site</c>, which scripts cannot set, and by <c>Origin</c>. A request with neither is not from a current browser's page;
    /// the token decides.
    /// </summary>
    internal static bool IsForeign(HttpRequest request)
    {
        var fetchSite = request.Headers["Sec-Fetch-Site"].ToString();
        if (fetchSite.Length > 0 && fetchSite is not "same-origin" and not "none")
        {
            return true;
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !IsOwn(request, origin);
    }

    private static bool IsOwn(HttpRequest request, string origin) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
