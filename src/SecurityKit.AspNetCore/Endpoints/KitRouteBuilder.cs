using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SecurityKit.AspNetCore;

/// <summary>Maps the kit's routes. Handlers are plain request delegates: nothing is bound by reflection.</summary>
internal static class KitRouteBuilder
{
    /// <summary>A POST with a JSON body.</summary>
    internal static IEndpointConventionBuilder Post<TBody>(
        this IEndpointRouteBuilder routes, string pattern, Func<TBody, HttpContext, Task<IResult>> handler)
        where TBody : class, IRequestBody<TBody> =>
        routes.MapPost(pattern, (RequestDelegate)(context => RunAsync(context, handler)))
            .WithMetadata(new BodySchema(TBody.Read));

    /// <summary>A POST without a body; what is sent as one is ignored.</summary>
    internal static IEndpointConventionBuilder Post(this IEndpointRouteBuilder routes, string pattern, Func<HttpContext, Task<IResult>> handler) =>
        routes.MapPost(pattern, Delegate(handler));

    internal static IEndpointConventionBuilder Put<TBody>(
        this IEndpointRouteBuilder routes, string pattern, Func<TBody, HttpContext, Task<IResult>> handler)
        where TBody : class, IRequestBody<TBody> =>
        routes.MapPut(pattern, (RequestDelegate)(context => RunAsync(context, handler)))
            .WithMetadata(new BodySchema(TBody.Read));

    /// <summary>A GET, and a HEAD for who wants to know of the answer only (RFC 9110, section 9.1); the server leaves its body out.</summary>
    internal static IEndpointConventionBuilder Get(this IEndpointRouteBuilder routes, string pattern, Func<HttpContext, Task<IResult>> handler) =>
        routes.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], Delegate(handler));

    internal static IEndpointConventionBuilder Delete(this IEndpointRouteBuilder routes, string pattern, Func<HttpContext, Task<IResult>> handler) =>
        routes.MapDelete(pattern, Delegate(handler));

    /// <summary>The answers of the route, for its documentation.</summary>
    internal static IEndpointConventionBuilder Answers<TAnswer>(this IEndpointConventionBuilder route, string summary, int status) =>
        route.WithMetadata(new RouteAnswer(summary, status, typeof(TAnswer)));

    /// <summary>As the other overload, for answers without a body.</summary>
    internal static IEndpointConventionBuilder Answers(this IEndpointConventionBuilder route, string summary, int status) =>
        route.WithMetadata(new RouteAnswer(summary, status, null));

    /// <summary>The codes of the problems the route may answer with, beside those any route may.</summary>
    internal static IEndpointConventionBuilder Refuses(this IEndpointConventionBuilder route, params string[] codes) =>
        route.WithMetadata(new RouteRefusals(codes));

    internal static T Service<T>(this HttpContext context)
        where T : notnull => context.RequestServices.GetRequiredService<T>();

    /// <summary>A route value, as the client wrote it.</summary>
    internal static string RouteId(this HttpContext context) => context.GetRouteValue("id") as string ?? string.Empty;

    private static RequestDelegate Delegate(Func<HttpContext, Task<IResult>> handler) => async context =>
    {
        var result = await handler(context).ConfigureAwait(false);
        await result.ExecuteAsync(context).ConfigureAwait(false);
    };

    private static async Task RunAsync<TBody>(HttpContext context, Func<TBody, HttpContext, Task<IResult>> handler)
        where TBody : class, IRequestBody<TBody>
    {
        var limit = context.Service<IOptionsMonitor<EndpointOptions>>().CurrentValue.MaxBodyBytes;
        var (body, problem) = await JsonBody.ReadAsync<TBody>(context, limit).ConfigureAwait(false);
        IResult result = body is null ? problem! : await handler(body, context).ConfigureAwait(false);
        await result.ExecuteAsync(context).ConfigureAwait(false);
    }
}
