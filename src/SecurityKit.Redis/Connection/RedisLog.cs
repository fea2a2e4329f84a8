using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace SecurityKit.Redis;

internal static partial class RedisLog
{
    [LoggerMessage(6500, LogLevel.Error, "Redis failed repeatedly; for {BreakDuration} its operations fail at once")]
    internal static partial void CircuitOpened(ILogger logger, TimeSpan breakDuration);

    [LoggerMessage(6501, LogLevel.Information, "Redis answers again")]
    internal static partial void CircuitClosed(ILogger logger);

    [LoggerMessage(6502, LogLevel.Warning, "The {Kind} connection to Redis was lost: {Failure}")]
    internal static partial void ConnectionLost(ILogger logger, ConnectionType kind, ConnectionFailureType failure);

    [LoggerMessage(6503, LogLevel.Information, "The {Kind} connection to Redis is back")]
    internal static partial void ConnectionRestored(ILogger logger, ConnectionType kind);

    [LoggerMessage(6504, LogLevel.Warning, "Other nodes were not told of a change of {Topic}; they will see it when they poll")]
    internal static partial void PublishFailed(ILogger logger, string topic, Exception exception);

    [LoggerMessage(6505, LogLevel.Warning, "Changes cannot be subscribed to yet; trying again, polling serves meanwhile")]
    internal static partial void SubscribeFailed(ILogger logger, Exception exception);

    [LoggerMessage(6506, LogLevel.Error, "Redis does not answer at the start. The host starts; what needs Redis is refused until it is there")]
    internal static partial void NotThereAtStart(ILogger logger, Exception exception);
}
