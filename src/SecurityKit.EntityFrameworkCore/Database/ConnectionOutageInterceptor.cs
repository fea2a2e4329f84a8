using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>Turns a connection that cannot be opened into <see cref="StoreUnavailableException"/>.</summary>
internal sealed class ConnectionOutageInterceptor : DbConnectionInterceptor
{
    public override void ConnectionFailed(DbConnection connection, ConnectionErrorEventData eventData)
    {
        if (StoreOutage.From(eventData.Exception) is { } outage)
        {
            throw outage;
        }
    }

    public override Task ConnectionFailedAsync(
        DbConnection connection, ConnectionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionFailed(connection, eventData);
        return Task.CompletedTask;
    }
}
