using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>The public keys, from the root of the host (RFC 8615), mapped once.</summary>
internal static class JwksEndpoint
{
    internal const string Path = "/.well-known/jwks.json";

    private const string MediaType = "application/jwk-set+json";

    private static readonly TimeSpan LongestKept = TimeSpan.FromMinutes(5);

    internal static void Map(IEndpointRouteBuilder routes) => routes.Get(Path, Read)
        .WithSecurityHeaders(SecurityHeaderProfile.Api)
        .Answers("The public keys that verify access tokens, as a JSON Web Key Set.", StatusCodes.Status200OK);

    /// <summary>
    /// A key made out of turn signs after the propagation delay, and a node may show it up to one refresh later than it was made. Whoever keeps the
    /// answer for no longer than what is between asks again before the key signs.
    /// </summary>
    internal static TimeSpan MaxAge(CryptoOptions options)
    {
        var announced = options.PropagationDelay - options.RefreshInterval;
        return announced < LongestKept ? announced : LongestKept;
    }

    private static Task<IResult> Read(HttpContext context)
    {
        var maxAge = MaxAge(context.Service<IOptions<CryptoOptions>>().Value);
        context.Response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={(long)maxAge.TotalSeconds}");
        return Task.FromResult<IResult>(TypedResults.Bytes(context.Service<JsonWebKeySet>().ToUtf8Json(), MediaType));
    }
}
