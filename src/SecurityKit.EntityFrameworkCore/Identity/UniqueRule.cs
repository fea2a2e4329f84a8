using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Tells 'somebody else has it already' from every other failure.</summary>
internal static class UniqueRule
{
    private const int SqliteConstraintUnique = 2067;
    private const int SqliteConstraintPrimaryKey = 1555;

    internal static bool IsBrokenBy(Exception? exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SqliteException sqlite:
                    return sqlite.SqliteExtendedErrorCode is SqliteConstraintUnique or SqliteConstraintPrimaryKey;
                case PostgresException postgres:
                    return postgres.SqlState == PostgresErrorCodes.UniqueViolation;
            }
        }

        return false;
    }

    /// <summary>Saves what was added; false when a unique index or primary key forbids it.</summary>
    internal static async ValueTask<bool> TrySaveAsync(DbContext context, CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DbUpdateException exception) when (IsBrokenBy(exception))
        {
            return false;
        }
    }
}
