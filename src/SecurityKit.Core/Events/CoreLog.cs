using Microsoft.Extensions.Logging;

namespace SecurityKit;

internal static partial class CoreLog
{
    [LoggerMessage(EventId = 1000, Message = "{Type} {Outcome} severity={Severity} subject={Subject} actor={Actor} source={Source} reason={Reason} id={Id}", EventName = "SecurityEvent")]
    internal static partial void Event(
        ILogger logger, LogLevel level, string type, SecurityEventOutcome outcome, SecurityEventSeverity severity,
        string? subject, string? actor, string? source, string? reason, Guid id);

    [LoggerMessage(1001, LogLevel.Error, "The event observer {Sink} failed on {Type}; the operation went on")]
    internal static partial void ObserverFailed(ILogger logger, string sink, string type, Exception exception);

    [LoggerMessage(1002, LogLevel.Error, "A subscriber of the change topic {Topic} failed; polling will catch up")]
    internal static partial void ChangeSubscriberFailed(ILogger logger, string topic, Exception exception);

    [LoggerMessage(1003, LogLevel.Information, "{Count} security events were older than the retention and were forgotten")]
    internal static partial void EventsForgotten(ILogger logger, int count);

    [LoggerMessage(1004, LogLevel.Error, "Security events older than the retention could not be forgotten; the next round tries again")]
    internal static partial void EventRetentionFailed(ILogger logger, Exception exception);

    [LoggerMessage(1005, LogLevel.Error, "A change of the configuration was refused: {Options} stay as they were")]
    internal static partial void OptionsRefused(ILogger logger, string options, Exception exception);
}
