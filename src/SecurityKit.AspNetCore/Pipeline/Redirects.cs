using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>Sends a browser to one of the host's own pages and tells where it wanted to go.</summary>
internal static class Redirects
{
    internal static void To(HttpContext context, string path, string? returnUrl)
    {
        var request = context.Request;
        var target = returnUrl ?? (SessionAntiforgery.IsSafe(request.Method) ? request.PathBase + request.Path + request.QueryString : null);
        context.Response.Redirect(UrlOf(context, path, target));
    }

    /// <summary>The URL of one of the host's own pages, with where to go afterwards as far as that is on this host.</summary>
    internal static string UrlOf(HttpContext context, string path, string? returnUrl) =>
        context.Request.PathBase + path + (LocalUrl.IsLocal(returnUrl) ? QueryString.Create("returnUrl", returnUrl!) : QueryString.Empty);
}
