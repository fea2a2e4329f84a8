using Microsoft.Extensions.Logging;

namespace SecurityKit.EntityFrameworkCore;

internal static partial class DatabaseLog
{
    [LoggerMessage(6000, LogLevel.Information, "The {Store} schema was brought up to date: {Count} migrations applied, the last is {Last}")]
    internal static partial void Migrated(ILogger logger, string store, int count, string last);

    [LoggerMessage(6001, LogLevel.Warning, "The {Store} schema has migrations this version does not know, the last is {Last}: a newer version has used it")]
    internal static partial void SchemaIsNewer(ILogger logger, string store, string last);
}
