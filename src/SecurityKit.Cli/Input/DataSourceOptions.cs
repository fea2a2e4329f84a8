using System.CommandLine;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Npgsql;
using SecurityKit.Crypto;
using SecurityKit.EntityFrameworkCore;
using SecurityKit.Redis;
using StackExchange.Redis;

namespace SecurityKit.Cli;

/// <summary>Which stored values a command works on, and where the run keeps its state. Shared by <c>migrate</c> and <c>rewrap</c>.</summary>
internal sealed class DataSourceOptions
{
    internal Option<string> WorkFolder { get; } = new("--work-folder") { Description = "A folder of this run's own: state, reports, and the encrypted backups of a migration.", Required = true };

    internal Option<string?> Purpose { get; } = new("--purpose") { Description = "The purpose the values are encrypted for, as the host's code names it." };

    internal Option<string?> Folder { get; } = new("--folder", "--files") { Description = "Source: the files below this folder." };

    internal Option<bool> Unbound { get; } = new("--unbound") { Description = "The folder's files were encrypted without associated data, not bound to their path within it." };

    internal Option<string> Pattern { get; } = new("--pattern") { Description = "Which files of the folder.", DefaultValueFactory = _ => "*" };

    internal Option<string?> Table { get; } = new("--table") { Description = "Source: a column of this database table." };

    internal Option<string[]> KeyColumns { get; } = new("--key-column") { Description = "The table's key column; named once for each column of its key, in the key's order." };

    internal Option<TableKeyType[]> KeyTypes { get; } = new("--key-type")
    {
        Description = "Text, Number, Uuid, DateTime, DateTimeOffset or DateOnly; once for each key column, in the same order. Default: Text.",
    };

    internal Option<string?> ValueColumn { get; } = new("--value-column") { Description = "The column with the encrypted values." };

    internal Option<bool> Binary { get; } = new("--binary-column") { Description = "The value column holds bytes, not text." };

    internal Option<string?> RedisPattern { get; } = new("--redis-keys") { Description = "Source: the Redis strings whose keys match, such as 'secret:*'." };

    internal Option<string?> Connection { get; } = new("--connection") { Description = "The name of a connection string (ConnectionStrings:NAME) of the table or Redis. Default: the kit's own." };

    internal Option<DatabaseProvider?> Provider { get; } = new("--provider") { Description = "Sqlite or PostgreSql: what the table is in. Default: as the kit's own database." };

    internal Option<string> Machine { get; } = new("--machine")
    {
        Description = "The machine that the folder or the SQLite database is on, by which reports and counts name it. Say it where that changes at every start, as in containers.",
        DefaultValueFactory = _ => Environment.MachineName,
    };

    internal Option<int> BatchSize { get; } = new("--batch-size") { Description = "Values replaced at once, 1 to 10000.", DefaultValueFactory = _ => 200 };

    internal Command AddTo(Command command) => command.With(
        WorkFolder, Purpose, Folder, Pattern, Unbound, Table, KeyColumns, KeyTypes, ValueColumn, Binary, RedisPattern, Connection, Provider, Machine, BatchSize);

    internal string WorkFolderOf(Invocation invocation) => Path.GetFullPath(invocation.Get(WorkFolder)!);

    /// <summary>Opens the one source that was named.</summary>
    /// <param name="invocation">The command line.</param>
    /// <param name="configuration">Where connection strings stand.</param>
    /// <param name="areFields">Whether the table's column holds fields, which bind their purpose and place themselves.</param>
    /// <param name="owned">Takes what is to be disposed when the source is done with.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal async ValueTask<IMigrationSource> OpenAsync(
        Invocation invocation, IConfiguration configuration, bool areFields, List<IDisposable> owned, CancellationToken cancellationToken)
    {
        switch (invocation.Get(Folder), invocation.Get(Table), invocation.Get(RedisPattern))
        {
            case ({ } folder, null, null) when !areFields:
                return Directory.Exists(folder)
                    ? new FolderMigrationSource(folder, PurposeOf(invocation), invocation.Get(Pattern)!, invocation.Get(Unbound) ? static _ => [] : null) { Machine = invocation.Get(Machine)! }
                    : throw new UsageException($"The folder '{folder}' does not exist.");
            case (null, { } table, null):
                var provider = invocation.Get(Provider) ?? ToolHost.ProviderOf(configuration);
                var connection = ConnectionOf(invocation, configuration, ToolConfiguration.DatabaseConnection);
                return new TableMigrationSource(() => Connect(provider, connection), TableOptions(invocation, table, areFields));
            case (null, null, { } pattern) when !areFields:
                var settings = ReadRedis(ConnectionOf(invocation, configuration, ToolConfiguration.RedisConnection));
                var redis = await ConnectAsync(settings, cancellationToken).ConfigureAwait(false);
                owned.Add(redis);
                return new RedisMigrationSource(redis, pattern, PurposeOf(invocation), database: settings.DefaultDatabase ?? 0);
            default:
                throw new UsageException(areFields ? "Fields are in a table: name --table, and no other source." : "Name one source: --folder, --table or --redis-keys.");
        }
    }

    private string PurposeOf(Invocation invocation) =>
        invocation.Get(Purpose) ?? throw new UsageException("Name the purpose that the values are encrypted for: --purpose PURPOSE.");

    private TableMigrationOptions TableOptions(Invocation invocation, string table, bool areFields)
    {
        var key = KeyOf(invocation);
        var valueColumn = invocation.Get(ValueColumn) ?? throw new UsageException("A table needs --value-column.");
        if (areFields)
        {
            return TableMigrationOptions.ForFields(table, valueColumn, key) with { Machine = invocation.Get(Machine)! };
        }

        return new TableMigrationOptions
        {
            Table = table, Key = key, ValueColumn = valueColumn, IsText = !invocation.Get(Binary), Purpose = PurposeOf(invocation),
            Machine = invocation.Get(Machine)!,
        };
    }

    private TableKeyColumn[] KeyOf(Invocation invocation)
    {
        var (columns, types) = (invocation.Get(KeyColumns) ?? [], invocation.Get(KeyTypes) ?? []);
        return columns.Length == 0 ? throw new UsageException("A table needs --key-column.")
            : types.Length == 0 ? [.. columns.Select(column => new TableKeyColumn(column))]
            : types.Length == columns.Length ? [.. columns.Zip(types, (column, type) => new TableKeyColumn(column, type))]
            : throw new UsageException($"Name a --key-type for each --key-column: there are {columns.Length} columns and {types.Length} types.");
    }

    private static DbConnection Connect(DatabaseProvider provider, string connection) =>
        provider == DatabaseProvider.Sqlite ? new SqliteConnection(connection) : new NpgsqlConnection(connection);

    private static ConfigurationOptions ReadRedis(string connection)
    {
        try
        {
            return ConfigurationOptions.Parse(connection);
        }
        catch (ArgumentException)
        {
            // The client's own message repeats parts of the text, which may be a password.
            throw new SecurityKitConfigurationException(["The Redis connection string cannot be read."]);
        }
    }

    private static async ValueTask<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions settings, CancellationToken cancellationToken)
    {
        try
        {
            return await ConnectionMultiplexer.ConnectAsync(settings).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RedisConnectionException exception)
        {
            throw new StoreUnavailableException("Redis", exception);
        }
    }

    private string ConnectionOf(Invocation invocation, IConfiguration configuration, string otherwise)
    {
        var key = invocation.Get(Connection) is { } name ? $"ConnectionStrings:{name}" : otherwise;
        return ToolHost.ConnectionOf(configuration, key) ?? throw new SecurityKitConfigurationException([$"{key} is not configured."]);
    }
}
