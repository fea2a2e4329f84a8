using Microsoft.Extensions.Logging;

namespace SecurityKit.Identity;

internal static partial class IdentityLog
{
    [LoggerMessage(3000, LogLevel.Error, "A mail of kind {Kind} could not be made or sent")]
    internal static partial void MailFailed(ILogger logger, AccountMailKind kind, Exception exception);

    [LoggerMessage(3001, LogLevel.Error, "A mail of kind {Kind} was lost: {Reason}")]
    internal static partial void MailLost(ILogger logger, AccountMailKind kind, string reason);

    [LoggerMessage(3002, LogLevel.Warning, "No sender for e-mail is configured; a mail of kind {Kind} was not made")]
    internal static partial void NoMailSender(ILogger logger, AccountMailKind kind);

    [LoggerMessage(3003, LogLevel.Error, "Removing what has expired failed; the next round will try again")]
    internal static partial void CleanUpFailed(ILogger logger, Exception exception);

    [LoggerMessage(3004, LogLevel.Warning, "The service that knows breached passwords did not answer")]
    internal static partial void BreachLookupFailed(ILogger logger, Exception exception);

    [LoggerMessage(3005, LogLevel.Error, "Noting when API keys were last used failed; the next round will try again")]
    internal static partial void KeyUseNotKept(ILogger logger, Exception exception);

    [LoggerMessage(3006, LogLevel.Error, "Roles and assignments could not be read; nothing is granted on an old copy")]
    internal static partial void AccessNotRead(ILogger logger, Exception exception);

    [LoggerMessage(3007, LogLevel.Error, "The event that tells of a mail that was lost could not be kept")]
    internal static partial void MailLossNotReported(ILogger logger, Exception exception);
}
