using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using SecurityKit.Crypto;
using SecurityKit.EntityFrameworkCore;
using SecurityKit.Redis;
using StackExchange.Redis;

namespace SecurityKit.Cli;

/// <summary>What one migration command needs, opened from its options: a node with the host's keys, the source, the earlier formats.</summary>
internal sealed class MigrationSession : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly List<IDisposable> _owned;

    private MigrationSession(IHost host, MigrationPlan plan, List<IDisposable> owned)
    {
        _host = host;
        _owned = owned;
        Plan = plan;
        Migrator = new DataMigrator(
            host.Services.GetRequiredService<IEncryptor>(), host.Services.GetRequiredService<ISecurityEvents>(), host.Services.GetRequiredService<TimeProvider>());
    }

    internal DataMigrator Migrator { get; }

    internal MigrationPlan Plan { get; }

    internal static async ValueTask<MigrationSession> OpenAsync(Invocation invocation, MigrateOptions options, CancellationToken cancellationToken)
    {
        var configuration = invocation.LoadConfiguration();
        var owned = new List<IDisposable>();
        try
        {
            var plan = new MigrationPlan
            {
                Formats = await ReadFormatsAsync(invocation, options, owned, cancellationToken).ConfigureAwait(false),
                Source = await OpenSourceAsync(invocation, options, configuration, owned, cancellationToken).ConfigureAwait(false),
                WorkFolder = options.WorkFolderOf(invocation),
                BatchSize = invocation.Get(options.BatchSize),
            };
            var host = await ToolHost.StartAsync(configuration, kit => ToolHost.AddKeys(kit, configuration), cancellationToken).ConfigureAwait(false);
            if (host.Services.GetRequiredService<IKeyRingStore>() is IVolatileStore)
            {
                host.Dispose();
                throw new SecurityKitConfigurationException(
                    [$"This configuration keeps its keys in memory: what would be migrated could never be read again. Write {ToolConfiguration.DatabaseConnection}."]);
            }

            return new MigrationSession(host, plan, owned);
        }
        catch
        {
            owned.ForEach(o => o.Dispose());
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Gives back what was set aside of the keys' message budgets, also after Ctrl-C.
        await _host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        _host.Dispose();
        _owned.ForEach(o => o.Dispose());
    }

    private static async ValueTask<IReadOnlyList<ILegacyFormat>> ReadFormatsAsync(
        Invocation invocation, MigrateOptions options, List<IDisposable> owned, CancellationToken cancellationToken)
    {
        var formats = new List<ILegacyFormat>();
        var fernet = new List<FernetKey>();
        foreach (var file in invocation.Get(options.FernetKeys) ?? [])
        {
            fernet.Add(FernetKey.Parse(await SecretInput.ReadLineAsync(file, "Fernet key", cancellationToken).ConfigureAwait(false)));
            owned.Add(fernet[^1]);
        }

        if (fernet.Count > 0)
        {
            formats.Add(new FernetFormat(fernet));
        }

        if (invocation.Get(options.JsonKey) is { } keyFile)
        {
            if (invocation.Get(options.JsonVersions) is not { Length: > 0 } versions)
            {
                throw new UsageException("Name the versions that the JSON envelopes carry: --json-envelope-version VERSION. Others are refused, so that no input chooses a key derivation.");
            }

            var key = await SecretInput.ReadLineAsync(keyFile, "master key of the JSON envelope", cancellationToken).ConfigureAwait(false);
            var format = new JsonEnvelopeFormat(System.Text.Encoding.UTF8.GetBytes(key), versions);
            owned.Add(format);
            formats.Add(format);
        }

        return formats.Count > 0 ? formats : throw new UsageException("Say how the data is encrypted now: --fernet-key-file or --json-envelope-key-file.");
    }

    private static async ValueTask<IMigrationSource> OpenSourceAsync(
        Invocation invocation, MigrateOptions options, IConfiguration configuration, List<IDisposable> owned, CancellationToken cancellationToken)
    {
        var purpose = invocation.Get(options.Purpose)!;
        switch (invocation.Get(options.Folder), invocation.Get(options.Table), invocation.Get(options.RedisPattern))
        {
            case ({ } folder, null, null):
                return Directory.Exists(folder)
                    ? new FolderMigrationSource(folder, purpose, invocation.Get(options.Pattern)!)
                    : throw new UsageException($"The folder '{folder}' does not exist.");
            case (null, { } table, null):
                var provider = ToolHost.ProviderOf(configuration);
                var connection = ConnectionOf(invocation, options, configuration, ToolConfiguration.DatabaseConnection);
                return new TableMigrationSource(() => Connect(provider, connection), TableOptions(invocation, options, table, purpose));
            case (null, null, { } pattern):
                var redis = await ConnectAsync(ConnectionOf(invocation, options, configuration, ToolConfiguration.RedisConnection), cancellationToken).ConfigureAwait(false);
                owned.Add(redis);
                return new RedisMigrationSource(redis, pattern, purpose);
            default:
                throw new UsageException("Name one source: --folder, --table or --redis-keys.");
        }
    }

    private static TableMigrationOptions TableOptions(Invocation invocation, MigrateOptions options, string table, string purpose) => new()
    {
        Table = table,
        KeyColumn = invocation.Get(options.KeyColumn) ?? throw new UsageException("A table needs --key-column."),
        KeyType = invocation.Get(options.KeyType),
        ValueColumn = invocation.Get(options.ValueColumn) ?? throw new UsageException("A table needs --value-column."),
        IsText = !invocation.Get(options.Binary),
        Purpose = purpose,
    };

    private static DbConnection Connect(DatabaseProvider provider, string connection) =>
        provider == DatabaseProvider.Sqlite ? new SqliteConnection(connection) : new NpgsqlConnection(connection);

    private static async ValueTask<ConnectionMultiplexer> ConnectAsync(string connection, CancellationToken cancellationToken)
    {
        try
        {
            return await ConnectionMultiplexer.ConnectAsync(connection).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RedisConnectionException exception)
        {
            throw new StoreUnavailableException("Redis", exception);
        }
    }

    private static string ConnectionOf(Invocation invocation, MigrateOptions options, IConfiguration configuration, string otherwise)
    {
        var key = invocation.Get(options.Connection) is { } name ? $"ConnectionStrings:{name}" : otherwise;
        return ToolHost.ConnectionOf(configuration, key) ?? throw new SecurityKitConfigurationException([$"{key} is not configured."]);
    }
}
