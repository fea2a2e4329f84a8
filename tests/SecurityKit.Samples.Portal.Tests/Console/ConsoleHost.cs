using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecurityKit.AspNetCore;
using SecurityKit.Crypto;
using SecurityKit.Identity;
using SecurityKit.Mfa;
using SecurityKit.Samples.Portal.Tests.Hosting;

namespace SecurityKit.Samples.Portal.Tests.Console;

/// <summary>A host with nothing but the console, stores in memory, and an operator who has an authenticator app.</summary>
internal sealed class ConsoleHost : IAsyncDisposable
{
    internal const string Password = "correct horse battery staple 42";
    internal const string Operator = "ada.lovelace";

    private readonly WebApplication _app;
    private readonly string _keyFolder;

    private ConsoleHost(WebApplication app, string keyFolder)
    {
        _app = app;
        _keyFolder = keyFolder;
    }

    internal string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    internal TotpDevice Device { get; private set; } = null!;

    internal static async Task<ConsoleHost> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("sk-console-").FullName;
        var keyFile = Path.Combine(folder, "master.key");
        await File.WriteAllTextAsync(keyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        // A content root of its own: the settings of the portal, which lie beside the tests, are not this host's.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development", ContentRootPath = folder });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        builder.Services.AddSecurityKit()
            .AddCrypto(o => o.UseMasterKeyFile(keyFile))
            .AddPasswordHashing(o => (o.MemoryKiB, o.Iterations, o.AllowWeakParameters) = (64, 1, true))
            .AddIdentity()
            .AddMfa(o => o.Issuer = "Contoso")
            .AddSessions()
            .AddAspNetCore();
        var app = builder.Build();
        app.UseSecurityKit();
        app.MapSecurityKitConsole("/security");
        // For the tests of the page profile: one script with the response's nonce and one without.
        app.MapGet("/scripts", (HttpContext context) => TypedResults.Text(
            $"<!DOCTYPE html><title>t</title><p id=\"p\">none</p><script nonce=\"{context.GetCspNonce()}\">document.getElementById('p').textContent = 'with';</script>"
            + "<script>document.getElementById('p').textContent += ' without';</script><p id=\"q\" onclick=\"this.textContent='handler'\">idle</p>",
            "text/html"));
        await app.StartAsync();
        var host = new ConsoleHost(app, folder);
        await host.SeedAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_keyFolder, recursive: true);
    }

    private async Task SeedAsync()
    {
        var accounts = _app.Services.GetRequiredService<AccountManager>();
        var registered = (RegistrationOutcome.Registered)await accounts.RegisterAsync(new RegisterRequest(Operator, "ada@example.com", Password));
        var subject = registered.Account.Subject;
        var mfa = _app.Services.GetRequiredService<MfaManager>();
        var started = (TotpEnrollmentStart.Started)await mfa.BeginTotpEnrollmentAsync(subject, Operator, "Ada's phone");
        Device = new TotpDevice(started.Enrollment.Secret);
        await mfa.ConfirmAsync(subject, started.Enrollment.AuthenticatorId, Device.Next());
        var roles = _app.Services.GetRequiredService<RoleManager>();
        await roles.SaveRoleAsync(new Role(
            "operator",
            [
                ConsolePermissions.SessionsRead, ConsolePermissions.SessionsManage, ConsolePermissions.KeysRead, ConsolePermissions.KeysManage,
                ConsolePermissions.EventsRead, ConsolePermissions.PostureRead,
            ],
            []));
        await roles.AssignAsync(new RoleAssignmentRequest(subject, "operator"));
        await _app.Services.GetRequiredService<ApiKeyManager>().CreateAsync(new ApiKeyRequest(subject, "Nightly export", ["orders:read", "orders:export"]));
        for (var i = 0; i < 3; i++)
        {
            await accounts.SignInAsync(new SignInRequest(Operator, "a wrong password"));
        }
    }
}
