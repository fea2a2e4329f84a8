using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>Sends a browser to one of the host's own pages and tells where it wanted to go.</summary>
internal static class Redirects
{
    internal static void To(HttpContext context, string path, string? returnUrl)
    {
        var request = context.Request;
        var target = returnUrl ?? (SessionAntiforgery.IsSafe(request.Method) ? request.PathBase + request.Path + request.QueryString : null);
        var query = LocalUrl.IsLocal(target) ? QueryString.Create("returnUrl", target!) : QueryString.Empty;
        context.Response.Redirect(request.PathBase + path + query);
    }
}
