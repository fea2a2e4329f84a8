using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecurityKit.Crypto;
using SecurityKit.EntityFrameworkCore;
using SecurityKit.Pkcs11;

namespace SecurityKit.Cli;

/// <summary>
/// A node of the kit that lives as long as one command: the same packages, options and stores as the hosts whose configuration it reads. It never
/// changes the schema of a database.
/// </summary>
internal static class ToolHost
{
    /// <summary>Builds and starts a node that has the packages a command needs.</summary>
    internal static async ValueTask<IHost> StartAsync(IConfiguration configuration, Action<ISecurityKitBuilder> addPackages, CancellationToken cancellationToken)
    {
        var host = Build(configuration, addPackages);
        try
        {
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    internal static IHost Build(IConfiguration configuration, Action<ISecurityKitBuilder> addPackages)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = EnvironmentOf(configuration) });
        builder.Configuration.AddConfiguration(configuration);
        // Why a start was refused is printed once, by the command.
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        var kit = builder.Services.AddSecurityKit();
        addPackages(kit);
        AddStores(kit, configuration);
        return builder.Build();
    }

    /// <summary>Crypto over the configured master key or token.</summary>
    internal static void AddKeys(ISecurityKitBuilder kit, IConfiguration configuration) => kit.AddCrypto(crypto =>
    {
        var token = configuration.GetSection(ToolConfiguration.Pkcs11Section);
        if (token.Exists())
        {
            crypto.UsePkcs11(options => token.Bind(options));
        }
        else if (crypto is { MasterKeyEnvironmentVariable: null, MasterKeyFile: null, Passphrase: null })
        {
            crypto.UseMasterKeyFromEnvironment();
        }
    });

    /// <summary>Everything a full host has that configuration alone decides.</summary>
    internal static void AddEverything(ISecurityKitBuilder kit, IConfiguration configuration)
    {
        AddKeys(kit, configuration);
        kit.AddIdentity().AddMfa().AddSessions();
        if (configuration.GetSection(ToolConfiguration.SmtpSection).Exists())
        {
            kit.AddSmtpSender();
        }
    }

    internal static string EnvironmentOf(IConfiguration configuration) =>
        configuration["ASPNETCORE_ENVIRONMENT"] ?? configuration["DOTNET_ENVIRONMENT"] ?? Environments.Production;

    internal static string? ConnectionOf(IConfiguration configuration, string key) =>
        configuration[key] is { Length: > 0 } connection ? connection : null;

    internal static DatabaseProvider ProviderOf(IConfiguration configuration) =>
        Enum.TryParse<DatabaseProvider>(configuration[ToolConfiguration.DatabaseProvider] ?? nameof(DatabaseProvider.Sqlite), ignoreCase: true, out var provider)
            && Enum.IsDefined(provider)
            ? provider
            : throw new SecurityKitConfigurationException([$"{ToolConfiguration.DatabaseProvider} must be Sqlite or PostgreSql."]);

    private static void AddStores(ISecurityKitBuilder kit, IConfiguration configuration)
    {
        if (ConnectionOf(configuration, ToolConfiguration.DatabaseConnection) is { } database)
        {
            _ = ProviderOf(configuration) == DatabaseProvider.Sqlite ? kit.UseSqlite(database) : kit.UsePostgreSql(database);
            kit.Services.PostConfigure<DatabaseOptions>(static options => options.MigrateOnStart = false);
        }

        if (ConnectionOf(configuration, ToolConfiguration.RedisConnection) is { } redis)
        {
            kit.UseRedis(redis);
        }
    }
}
