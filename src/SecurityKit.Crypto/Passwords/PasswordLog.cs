using Microsoft.Extensions.Logging;

namespace SecurityKit.Crypto;

internal static partial class PasswordLog
{
    [LoggerMessage(2200, LogLevel.Warning, "A stored password hash of {Length} characters was refused: no algorithm reads it, it asks for more work than the limits allow, or the key of its pepper is gone")]
    internal static partial void HashNotRead(ILogger logger, int length);
}
