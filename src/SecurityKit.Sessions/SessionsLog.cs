using Microsoft.Extensions.Logging;

namespace SecurityKit.Sessions;

internal static partial class SessionsLog
{
    [LoggerMessage(5000, LogLevel.Error, "The session store is not available; {Operation} is refused")]
    internal static partial void StoreUnavailable(ILogger logger, string operation, Exception exception);

    [LoggerMessage(5001, LogLevel.Warning, "The session store is not available; an access token with a good signature was accepted unchecked, as this host chose")]
    internal static partial void AcceptedUnchecked(ILogger logger);

    [LoggerMessage(5002, LogLevel.Information, "Removed {Count} sessions that were over")]
    internal static partial void CleanedUp(ILogger logger, int count);

    [LoggerMessage(5003, LogLevel.Error, "Removing sessions that are over failed; it is tried again after the interval")]
    internal static partial void CleanUpFailed(ILogger logger, Exception exception);

    [LoggerMessage(5004, LogLevel.Warning, "Telling other nodes that sessions ended failed; they refuse them at their next request all the same")]
    internal static partial void NotTold(ILogger logger, Exception exception);

    [LoggerMessage(5006, LogLevel.Warning, "Counts of what happened to sessions could not be written; they wait for the next time")]
    internal static partial void TalliesNotWritten(ILogger logger, Exception exception);

    [LoggerMessage(5005, LogLevel.Warning, "{Endpoint} did not take the end of a session at attempt {Attempt}: {Failure}")]
    internal static partial void NotDelivered(ILogger logger, string endpoint, int attempt, string failure);
}
