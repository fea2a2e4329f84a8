using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>
/// Turns a transaction that cannot begin, commit or roll back into <see cref="StoreUnavailableException"/>. The framework reports no failure
/// to begin (on SQLite: the wait for another writer), so transactions are begun here.
/// </summary>
internal sealed class TransactionOutageInterceptor : DbTransactionInterceptor
{
    public override InterceptionResult<DbTransaction> TransactionStarting(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result)
    {
        try
        {
            return result.HasResult ? result : InterceptionResult<DbTransaction>.SuppressWithResult(connection.BeginTransaction(eventData.IsolationLevel));
        }
        catch (DbException exception) when (StoreOutage.From(exception) is not null)
        {
            throw StoreOutage.From(exception)!;
        }
    }

    public override async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection,
        TransactionStartingEventData eventData,
        InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default)
    {
        try
        {
            return result.HasResult
                ? result
                : InterceptionResult<DbTransaction>.SuppressWithResult(
                    await connection.BeginTransactionAsync(eventData.IsolationLevel, cancellationToken).ConfigureAwait(false));
        }
        catch (DbException exception) when (StoreOutage.From(exception) is not null)
        {
            throw StoreOutage.From(exception)!;
        }
    }

    public override void TransactionFailed(DbTransaction transaction, TransactionErrorEventData eventData)
    {
        if (StoreOutage.From(eventData.Exception) is { } outage)
        {
            throw outage;
        }
    }

    public override Task TransactionFailedAsync(
        DbTransaction transaction, TransactionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        TransactionFailed(transaction, eventData);
        return Task.CompletedTask;
    }
}
