using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Tells an outage (no answer, no connection, no lock in time, no room) from a mistake (bad SQL, a broken rule).</summary>
internal static class StoreOutage
{
    internal static StoreUnavailableException? From(Exception? exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case StoreUnavailableException known:
                    return known;
                case SqliteException sqlite:
                    return IsOutage(sqlite) ? new StoreUnavailableException("SQLite", exception) : null;
                case PostgresException postgres:
                    return IsOutage(postgres) ? new StoreUnavailableException("PostgreSQL", exception) : null;
                case NpgsqlException:
                    return new StoreUnavailableException("PostgreSQL", exception);
            }
        }

        return null;
    }

    private static bool IsOutage(SqliteException exception) => exception.SqliteErrorCode
        is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_IOERR or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN
        or raw.SQLITE_READONLY or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_NOMEM or raw.SQLITE_PROTOCOL;

    private static bool IsOutage(PostgresException exception) =>
        exception.IsTransient
        || exception.SqlState is PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.ReadOnlySqlTransaction
        || exception.SqlState.StartsWith("08", StringComparison.Ordinal) // connection exceptions
        || exception.SqlState.StartsWith("28", StringComparison.Ordinal) // sign-in to the server refused
        || exception.SqlState.StartsWith("53", StringComparison.Ordinal) // out of memory, disk or connections
        || exception.SqlState.StartsWith("57P", StringComparison.Ordinal) // shutting down or starting up
        || exception.SqlState.StartsWith("58", StringComparison.Ordinal); // system errors
}
