using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SecurityKit.AspNetCore;

namespace SecurityKit.Benchmarks.Web;

/// <summary>The peers: nothing, headers alone, and what the framework and its usual token handler do.</summary>
internal static class PlainHosts
{
    internal static WebApplicationBuilder Builder(string port)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        return builder;
    }

    internal static WebApplication Bare(string port)
    {
        var app = Builder(port).Build();
        app.MapGet("/hello", static () => "hello");
        return app;
    }

    internal static WebApplication Headers(string port)
    {
        var builder = Builder(port);
        builder.Services.AddOptions<SecurityHeadersOptions>();
        builder.Services.AddSingleton<KitRoutes>();
        var app = builder.Build();
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.MapGet("/hello", static () => "hello").WithSecurityHeaders(SecurityHeaderProfile.Api);
        return app;
    }

    internal static async Task<(WebApplication App, string Header)> StockCookieAsync(string port)
    {
        var builder = Builder(port);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/hello", static () => "hello").RequireAuthorization();
        app.MapGet("/sign-in", static (HttpContext context) => context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim("sub", "ada"), new Claim("sid", "s"), new Claim("acr", "aal1"), new Claim("amr", "pwd")], CookieAuthenticationDefaults.AuthenticationScheme))));
        await app.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var answer = await http.GetAsync($"http://127.0.0.1:{port}/sign-in");
        return (app, "Cookie: " + answer.Headers.GetValues("Set-Cookie").First().Split(';')[0]);
    }

    internal static (WebApplication App, string Header) StockJwt(string port)
    {
        var key = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "k1" };
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "issuer", Audience = "audience", Expires = TimeProvider.System.GetUtcNow().AddHours(1).UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = "ada", ["sid"] = "s", ["acr"] = "aal1", ["amr"] = "pwd" },
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256),
        });
        var builder = Builder(port);
        builder.Services.AddSingleton(new TokenValidationParameters { ValidIssuer = "issuer", ValidAudience = "audience", IssuerSigningKey = key, ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256] });
        builder.Services.AddAuthentication("jwt").AddScheme<AuthenticationSchemeOptions, StockJwtHandler>("jwt", null);
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/hello", static () => "hello").RequireAuthorization();
        return (app, "Authorization: Bearer " + token);
    }
}
