using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SecurityKit.AspNetCore;

/// <summary>Maps pages of the console. Handlers are plain request delegates.</summary>
internal static class ConsoleRoutes
{
    internal static IEndpointConventionBuilder Page(
        this IEndpointRouteBuilder routes, ConsoleSite site, string pattern, Func<ConsoleRequest, ValueTask<IResult>> handler) =>
        routes.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], Delegate(site, handler));

    internal static IEndpointConventionBuilder Form(
        this IEndpointRouteBuilder routes, ConsoleSite site, string pattern, Func<ConsoleRequest, ValueTask<IResult>> handler) =>
        routes.MapPost(pattern, Delegate(site, handler));

    /// <summary>Sends the browser on to a page that says what was done, so that reloading it repeats nothing.</summary>
    internal static IResult Done(this ConsoleRequest request, string page, string notice) =>
        TypedResults.LocalRedirect(request.Link(page) + QueryString.Create(ConsoleNotices.Parameter, notice));

    private static RequestDelegate Delegate(ConsoleSite site, Func<ConsoleRequest, ValueTask<IResult>> handler) => async context =>
    {
        var request = new ConsoleRequest(context, site);
        IResult result;
        try
        {
            result = await handler(request).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            result = await UnreadablePage.ShowAsync(request, exception.StatusCode).ConfigureAwait(false);
        }

        await result.ExecuteAsync(context).ConfigureAwait(false);
    };
}
