using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Turns the host's choice into the context's options.</summary>
internal static class DatabaseConfiguration
{
    internal const string HistoryTable = "sk_migrations";

    internal static void Apply(DbContextOptionsBuilder builder, DatabaseChoice choice, DatabaseOptions options)
    {
        builder.AddInterceptors(new ConnectionOutageInterceptor(), new CommandOutageInterceptor(), new TransactionOutageInterceptor());
        var timeoutSeconds = (int)options.CommandTimeout.TotalSeconds;
        if (choice.Provider == DatabaseProvider.Sqlite)
        {
            SqliteFile.Prepare(choice.ConnectionString, options.MigrationTimeout);
            builder.AddInterceptors(new SqliteConnectionInterceptor(options.CommandTimeout));
            builder.UseSqlite(ForSqlite(choice.ConnectionString, timeoutSeconds), sqlite => sqlite
                .CommandTimeout(timeoutSeconds)
                .MigrationsHistoryTable(HistoryTable)
                .ExecutionStrategy(dependencies => new StoreExecutionStrategy(dependencies)));
        }
        else
        {
            builder.UseNpgsql(ForPostgreSql(choice.ConnectionString, timeoutSeconds), npgsql => npgsql
                .CommandTimeout(timeoutSeconds)
                .MigrationsHistoryTable(HistoryTable)
                .ExecutionStrategy(dependencies => new StoreExecutionStrategy(dependencies)));
        }
    }

    private static string ForSqlite(string connectionString, int timeoutSeconds) =>
        new SqliteConnectionStringBuilder(connectionString) { DefaultTimeout = timeoutSeconds, ForeignKeys = true }.ToString();

    /// <summary>Connecting obeys the same limit as commands; a password is not readable from an opened connection.</summary>
    private static string ForPostgreSql(string connectionString, int timeoutSeconds) =>
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            Timeout = timeoutSeconds,
            CommandTimeout = timeoutSeconds,
            PersistSecurityInfo = false,
            IncludeErrorDetail = false,
        }.ToString();
}
