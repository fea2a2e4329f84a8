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
}
