using Npgsql;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Held by the one node that migrates. Both kinds end with their holder, so that a crash leaves nothing locked.</summary>
internal sealed class MigrationLock : IAsyncDisposable
{
    /// <summary>'SKMIGRAT' in ASCII: the number of the advisory lock on the server.</summary>
    private const long AdvisoryKey = 0x534B_4D49_4752_4154;

    private readonly SqliteFileLock? _file;
    private readonly NpgsqlConnection? _connection;

    private MigrationLock(SqliteFileLock? file, NpgsqlConnection? connection)
    {
        _file = file;
        _connection = connection;
    }

    internal static async ValueTask<MigrationLock> AcquireAsync(DatabaseChoice choice, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (choice.Provider == DatabaseProvider.Sqlite)
        {
            var path = SqliteFile.PathOf(choice.ConnectionString)!;
            return new MigrationLock(await Task.Run(() => SqliteFileLock.Acquire(path, patience), cancellationToken).ConfigureAwait(false), null);
        }

        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(choice.ConnectionString) { Pooling = false }.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection);
            await using var commandScope = command.ConfigureAwait(false);
            command.CommandTimeout = (int)patience.TotalSeconds;
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = AdvisoryKey });
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return new MigrationLock(null, connection);
        }
        catch (Exception exception)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            if (exception is PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName })
            {
                throw new SecurityKitConfigurationException(
                    [$"The PostgreSQL database '{connection.Database}' does not exist. Create it: CREATE DATABASE {connection.Database};"]);
            }

            if (StoreOutage.From(exception) is { } outage)
            {
                throw outage;
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _file?.Dispose();
        if (_connection is not null)
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
