using Microsoft.EntityFrameworkCore;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>
/// Lets one transaction at a time count and add what belongs to a subject. SQLite's transactions are one at a time as they are;
/// on PostgreSQL an advisory lock, held to the end of the transaction, does it.
/// </summary>
internal static class SubjectLock
{
    internal static async ValueTask TakeAsync(DbContext context, string subject, CancellationToken cancellationToken)
    {
        if (context.Database.IsNpgsql())
        {
            var name = $"securitykit.subject:{subject}";
            await context.Database
                .ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({name}, 0))", cancellationToken).ConfigureAwait(false);
        }
    }
}
