using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Turns a failed commit or rollback into <see cref="StoreUnavailableException"/>.</summary>
internal sealed class TransactionOutageInterceptor : DbTransactionInterceptor
{
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
