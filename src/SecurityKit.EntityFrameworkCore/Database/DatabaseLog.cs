using Microsoft.Extensions.Logging;

namespace SecurityKit.EntityFrameworkCore;

internal static partial class DatabaseLog
{
    [LoggerMessage(6000, LogLevel.Information, "The {Store} schema was brought up to date: {Count} migrations applied, the last is {Last}")]
    internal static partial void Migrated(ILogger logger, string store, int count, string last);

    [LoggerMessage(6001, LogLevel.Warning, "The {Store} schema has migrations this version does not know, the last is {Last}: a newer version has used it")]
    internal static partial void SchemaIsNewer(ILogger logger, string store, string last);

    [LoggerMessage(6002, LogLevel.Warning, "Expired rows of {Table} were not deleted; the next sweep will")]
    internal static partial void SweepFailed(ILogger logger, string table, Exception exception);

    [LoggerMessage(6003, LogLevel.Warning, "Other nodes were not told of a change of {Topic}; they will see it when they poll")]
    internal static partial void PublishFailed(ILogger logger, string topic, Exception exception);

    [LoggerMessage(6004, LogLevel.Warning, "The connection that listens for changes was lost; connecting again, polling serves meanwhile")]
    internal static partial void ListenerLost(ILogger logger, Exception exception);
}
