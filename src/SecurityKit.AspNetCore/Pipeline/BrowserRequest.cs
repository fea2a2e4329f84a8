using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>Whether an answer is for a person's eyes.</summary>
internal static class BrowserRequest
{
    /// <summary>Outside the kit's routes, from a client that names HTML among what it accepts.</summary>
    internal static bool WantsPage(HttpContext context, KitRoutes routes) =>
        !routes.Contains(context.Request.Path) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
