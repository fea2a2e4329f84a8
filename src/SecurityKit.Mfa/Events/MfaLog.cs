using Microsoft.Extensions.Logging;

namespace SecurityKit.Mfa;

internal static partial class MfaLog
{
    [LoggerMessage(4000, LogLevel.Error, "The notice {Notice} to {Subject} did not leave")]
    internal static partial void NoticeFailed(ILogger logger, MfaNotice notice, string subject, Exception exception);

    [LoggerMessage(4001, LogLevel.Error, "Too many notices wait; the notice {Notice} to {Subject} was dropped")]
    internal static partial void NoticeDropped(ILogger logger, MfaNotice notice, string subject);

    [LoggerMessage(4002, LogLevel.Warning, "A {Method} code to {Subject} did not leave")]
    internal static partial void CodeNotSent(ILogger logger, string method, string subject, Exception exception);
}
