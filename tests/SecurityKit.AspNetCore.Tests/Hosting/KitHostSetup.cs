using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.AspNetCore.Tests.Hosting;

/// <summary>What a test's host differs in.</summary>
public sealed class KitHostSetup
{
    public string Environment { get; init; } = "Development";

    public ManualClock? Clock { get; init; }

    public string MasterKeyFile { get; init; } = NewMasterKeyFile();

    public Dictionary<string, string?> Settings { get; init; } = [];

    public Action<ISecurityKitBuilder> Kit { get; init; } = static _ => { };

    public Action<IServiceCollection> Services { get; init; } = static _ => { };

    public Action<KestrelServerOptions> Kestrel { get; init; } = static _ => { };

    public Action<ListenOptions> Listen { get; init; } = static _ => { };

    public Action<WebApplication> Pipeline { get; init; } = static app =>
    {
        app.UseSecurityKit();
        app.MapSecurityKit(KitHost.Prefix);
    };

    public static string NewMasterKeyFile()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("sk-web-").FullName, "master.key");
        File.WriteAllText(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }
}
