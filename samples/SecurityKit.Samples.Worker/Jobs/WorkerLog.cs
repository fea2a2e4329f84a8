using Microsoft.Extensions.Logging;

namespace SecurityKit.Samples.Worker;

internal static partial class WorkerLog
{
    [LoggerMessage(1, LogLevel.Information, "rotation: key version {Version} takes over at {At:u}; {Readable} readings of all versions are readable")]
    internal static partial void Rotated(ILogger logger, int version, DateTimeOffset at, int readable);

    [LoggerMessage(2, LogLevel.Information, "retention: {Removed} readings removed, {Left} left and readable")]
    internal static partial void Removed(ILogger logger, int removed, int left);

    [LoggerMessage(3, LogLevel.Warning, "{Job} is postponed: {Reason}")]
    internal static partial void Postponed(ILogger logger, string job, string reason);
}
