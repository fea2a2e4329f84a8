using Microsoft.Extensions.Logging;

namespace SecurityKit;

internal sealed class LoggingSecurityEventSink(ILoggerFactory loggerFactory) : ISecurityEventSink
{
    private readonly ILogger _logger = loggerFactory.CreateLogger("SecurityKit.Events");

    public SecurityEventStage Stage => SecurityEventStage.Observe;

    public ValueTask WriteAsync(SecurityEvent securityEvent, CancellationToken cancellationToken)
    {
        var level = securityEvent.Severity switch
        {
            SecurityEventSeverity.Informational or SecurityEventSeverity.Low => LogLevel.Information,
            SecurityEventSeverity.Medium => LogLevel.Warning,
            _ => LogLevel.Error,
        };
        CoreLog.Event(
            _logger, level, securityEvent.Type, securityEvent.Outcome, securityEvent.Severity, securityEvent.Subject,
            securityEvent.Actor, securityEvent.Source, securityEvent.Reason, securityEvent.Id);
        return ValueTask.CompletedTask;
    }
}
