using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Turns the host's choice into the context's options.</summary>
internal static class DatabaseConfiguration
{
    internal const string HistoryTable = "sk_migrations";

    internal static void Apply(DbContextOptionsBuilder builder, DatabaseChoice choice, DatabaseOptions options)
    {
        if (choice.Provider == DatabaseProvider.Sqlite)
        {
            builder.AddInterceptors(new SqliteWriteTurns(SqliteFile.PathOf(choice.ConnectionString)!, options.CommandTimeout));
        }

        // The one that traces comes first: the one after it throws.
        builder.AddInterceptors(
            new CommandTracingInterceptor(choice.Provider), new ConnectionOutageInterceptor(), new CommandOutageInterceptor(), new TransactionOutageInterceptor());
        // What fails is told by who asked: a name that is taken is an ordinary answer, an outage is a StoreUnavailableException with its cause.
        builder.ConfigureWarnings(warnings => warnings.Log(
            (RelationalEventId.CommandError, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug), (CoreEventId.QueryIterationFailed, LogLevel.Debug)));
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
            builder.UseNpgsql(ForPostgreSql(choice.ConnectionString, options), npgsql => npgsql
                .CommandTimeout(timeoutSeconds)
                .MigrationsHistoryTable(HistoryTable)
                .ExecutionStrategy(dependencies => new StoreExecutionStrategy(dependencies)));
        }
    }

    /// <summary>Connecting obeys the same limit as commands; a password is not readable from an opened connection.</summary>
    internal static string ForPostgreSql(string connectionString, DatabaseOptions options) =>
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            Timeout = (int)options.CommandTimeout.TotalSeconds,
            CommandTimeout = (int)options.CommandTimeout.TotalSeconds,
            PersistSecurityInfo = false,
            IncludeErrorDetail = false,
        }.ToString();

    private static string ForSqlite(string connectionString, int timeoutSeconds) =>
        new SqliteConnectionStringBuilder(connectionString) { DefaultTimeout = timeoutSeconds, ForeignKeys = true }.ToString();
}
