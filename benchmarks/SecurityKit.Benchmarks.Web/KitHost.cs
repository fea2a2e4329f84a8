using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using SecurityKit.AspNetCore;
using SecurityKit.Crypto;
using SecurityKit.Identity;

namespace SecurityKit.Benchmarks.Web;

/// <summary>The kit with its whole pipeline and stores in memory, one endpoint, and somebody signed in.</summary>
internal static class KitHost
{
    private const string Api = "/api";
    private const string Password = "correct horse battery staple 42";

    internal static async Task<(WebApplication App, string Header)> StartAsync(string kind, string port)
    {
        var builder = PlainHosts.Builder(port);
        builder.Configuration["SecurityKit:AllowVolatileStoresInProduction"] = "true";
        var keyFile = Path.Combine(Directory.CreateTempSubdirectory("sk-bench-").FullName, "master.key");
        await File.WriteAllTextAsync(keyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        builder.Services.AddSecurityKit().AddCrypto(o => o.UseMasterKeyFile(keyFile)).AddIdentity().AddSessions().AddAspNetCore();
        var app = builder.Build();
        app.UseSecurityKit();
        app.MapSecurityKit(Api);
        var hello = app.MapGet("/hello", static () => "hello").WithSecurityHeaders(SecurityHeaderProfile.Api);
        if (kind != "kit-none")
        {
            hello.RequireAuthorization();
        }

        app.MapPost("/cookie", static async (HttpContext context, SignInFlow flow) =>
            (await flow.SignInAsync(context, "ada", Password, SignInMode.Cookie)).GetType().Name);
        await app.StartAsync();
        return (app, kind == "kit-none" ? "-" : await SignInAsync(app, kind, $"http://127.0.0.1:{port}"));
    }

    private static async Task<string> SignInAsync(WebApplication app, string kind, string address)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(address) };
        using var registered = await http.PostAsJsonAsync(Api + "/register", new { userName = "ada", email = "ada@example.com", password = Password });
        var subject = (await registered.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("subject").GetString()!;
        switch (kind)
        {
            case "kit-cookie":
                using (var answer = await http.PostAsync("/cookie", null))
                {
                    return "Cookie: " + answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("sk_session", StringComparison.Ordinal)).Split(';')[0];
                }

            case "kit-bearer":
                using (var answer = await http.PostAsJsonAsync(Api + "/login", new { userName = "ada", password = Password }))
                {
                    return "Authorization: Bearer " + (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString();
                }

            case "kit-key":
                var made = await app.Services.GetRequiredService<ApiKeyManager>().CreateAsync(new ApiKeyRequest(subject, "bench", ["hello:read"]));
                return "X-API-Key: " + ((ApiKeyCreation.Created)made).Text;
            default:
                throw new ArgumentException($"There is no kind of host '{kind}'.", nameof(kind));
        }
    }
}
