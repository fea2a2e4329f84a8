using Microsoft.Extensions.Logging;

namespace SecurityKit.Messaging;

internal static partial class MessagingLog
{
    [LoggerMessage(8000, LogLevel.Debug, "A {Channel} message for {Purpose} was accepted by the carrier")]
    internal static partial void Sent(ILogger logger, MessageChannel channel, string purpose);

    [LoggerMessage(8001, LogLevel.Warning, "Attempt {Attempt} to send a text message failed ({Reason}); it is tried again")]
    internal static partial void Retrying(ILogger logger, int attempt, string reason);
}
