using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>The public keys, from the root of the host (RFC 8615), mapped once.</summary>
internal static class JwksEndpoint
{
    internal const string Path = "/.well-known/jwks.json";

    private const string MediaType = "application/jwk-set+json";

    internal static void Map(IEndpointRouteBuilder routes) => routes.Get(Path, Read)
        .WithSecurityHeaders(SecurityHeaderProfile.Api)
        .Answers("The public keys that verify access tokens, as a JSON Web Key Set.", StatusCodes.Status200OK);

    private static Task<IResult> Read(HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=300";
        return Task.FromResult<IResult>(TypedResults.Bytes(context.Service<JsonWebKeySet>().ToUtf8Json(), MediaType));
    }
}
