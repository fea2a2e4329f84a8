using System.Buffers.Text;
using System.Security.Authentication;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SecurityKit.AspNetCore;

namespace SecurityKit.Cli.Tests;

#pragma warning disable CA5398 // Which version a host speaks is what its test is about.

/// <summary>A host that does everything wrong that can be seen from outside.</summary>
internal static class CarelessHost
{
    internal const string Api = "/api/v1/security";

    /// <summary>Believes what a token says of itself, also where it says that nobody signed it.</summary>
    internal static Task<WebApplication> StartAsync() => StartAsync(SslProtocols.Tls12, app =>
    {
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.XPoweredBy = "Careless 1.0";
            headers.XFrameOptions = "ALLOW-FROM https://anywhere.example";
            headers.ContentSecurityPolicy = "default-src 'self'; script-src 'self' 'unsafe-inline'";
            headers.StrictTransportSecurity = "max-age=86400";
            headers.AccessControlAllowOrigin = context.Request.Headers.Origin;
            return next(context);
        });
        app.MapGet(Api + "/status", () => Results.Json(new { rating = "A+" }));
        app.MapGet(Api + "/me", (HttpContext context) => IsBelieved(context.Request.Headers.Authorization.ToString()) ? Results.Ok() : Results.Unauthorized());
        app.MapGet("/", () => Results.Redirect("/home"));
        app.MapGet("/home", (HttpContext context) =>
        {
            context.Response.Cookies.Append("session", "0123456789", new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax });
            return Results.Content("<!DOCTYPE html><title>Home</title>", "text/html");
        });
    });

    /// <summary>A host with nothing but what <paramref name="map"/> maps, over these versions of TLS.</summary>
    internal static async Task<WebApplication> StartAsync(SslProtocols versions, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("https://127.0.0.1:0").UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https =>
        {
            https.SslProtocols = versions;
            https.ServerCertificate = DevelopmentCertificate.Create(DevelopmentKey.P256, TimeProvider.System);
        }));
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }

    private static bool IsBelieved(string header)
    {
        var parts = header.Split(' ', '.');
        return parts is ["Bearer", var start, _, ""]
            && JsonDocument.Parse(Base64Url.DecodeFromChars(start)).RootElement.GetProperty("alg").GetString() == "none";
    }
}
