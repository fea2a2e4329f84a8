using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SecurityKit.Cli;

/// <summary>A host of the kit in a temporary folder of its own: SQLite, a master key made for it, nothing of yours. Deleted afterwards.</summary>
internal sealed class DemoHost : IAsyncDisposable
{
    private const int MasterKeyBytes = 32;
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1);

    private readonly string _folder;
    private readonly IHost _host;

    private DemoHost(string folder, IHost host) => (_folder, _host) = (folder, host);

    /// <summary>How long a key made out of turn waits before its first use: as short as the options allow.</summary>
    internal static TimeSpan Propagation => 2 * Refresh;

    internal IServiceProvider Services => _host.Services;

    internal static async ValueTask<DemoHost> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("securitykit-demo-").FullName;
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(MasterKeyBytes));
        var keyFile = Path.Combine(folder, "master.key");
        await WholeFile.WriteNewAsync(keyFile, System.Text.Encoding.ASCII.GetBytes(key), cancellationToken).ConfigureAwait(false);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        // The story tells what happens; events of high severity are part of it and no errors.
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddFilter("SecurityKit.Events", LogLevel.None).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSecurityKit()
            .AddCrypto(crypto =>
            {
                crypto.UseMasterKeyFile(keyFile);
                crypto.RefreshInterval = Refresh;
                crypto.PropagationDelay = Propagation;
            })
            .AddMfa(mfa => mfa.Issuer = "SecurityKit demo")
            .AddSessions()
            .UseSqlite($"Data Source={Path.Combine(folder, "demo.db")}");
        var demo = new DemoHost(folder, builder.Build());
        try
        {
            await demo._host.StartAsync(cancellationToken).ConfigureAwait(false);
            return demo;
        }
        catch
        {
            await demo.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        _host.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
