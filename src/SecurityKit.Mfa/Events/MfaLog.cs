using Microsoft.Extensions.Logging;

namespace SecurityKit.Mfa;

internal static partial class MfaLog
{
    [LoggerMessage(4000, LogLevel.Error, "The notice {Notice} to {Subject} did not leave")]
    internal static partial void NoticeFailed(ILogger logger, MfaNotice notice, string subject, Exception exception);

    [LoggerMessage(4001, LogLevel.Error, "The notice {Notice} to {Subject} was lost: {Reason}")]
    internal static partial void NoticeLost(ILogger logger, MfaNotice notice, string subject, string reason);

    [LoggerMessage(4002, LogLevel.Warning, "A {Method} code to {Subject} did not leave")]
    internal static partial void CodeNotSent(ILogger logger, string method, string subject, Exception exception);

    [LoggerMessage(4003, LogLevel.Error, "The event that tells of a notice that was lost could not be kept")]
    internal static partial void NoticeLossNotReported(ILogger logger, Exception exception);
}
