using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>
/// Sets what SQLite keeps per connection. <c>synchronous = FULL</c>: what was committed survives a power cut, since a spent code
/// or a revoked session that comes back is worse than a slower write.
/// </summary>
internal sealed class SqliteConnectionInterceptor(TimeSpan busyTimeout) : DbConnectionInterceptor
{
    private readonly string _settings =
        $"PRAGMA busy_timeout = {(long)busyTimeout.TotalMilliseconds}; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The only variable is a number of our own.
        command.CommandText = _settings;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
