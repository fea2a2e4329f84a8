using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace SecurityKit.AspNetCore;

/// <summary>The one style sheet, from the assembly. Its address carries a hash of its content, so that browsers may keep it for good.</summary>
internal static class ConsoleStyle
{
    private const int VersionLength = 16;

    private static readonly byte[] Content = Read();

    internal static string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(Content))[..VersionLength];

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet(ConsolePaths.Style, (RequestDelegate)SendAsync);

    private static Task SendAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = context.Request.Query["v"] == Version ? "public, max-age=31536000, immutable" : "no-cache";
        return TypedResults.Bytes(Content, "text/css; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{Version}\"")).ExecuteAsync(context);
    }

    private static byte[] Read()
    {
        using var stream = typeof(ConsoleStyle).Assembly.GetManifestResourceStream("SecurityKit.AspNetCore.Console.Assets.console.css")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
