using Microsoft.Extensions.Logging;

namespace SecurityKit.AspNetCore;

internal static partial class WebLog
{
    [LoggerMessage(7000, LogLevel.Error, "A request ended with the problem {Code}")]
    internal static partial void RequestFailed(ILogger logger, string code, Exception exception);

    [LoggerMessage(7001, LogLevel.Warning, "A request with a session cookie was refused: {Reason}")]
    internal static partial void AntiforgeryRefused(ILogger logger, string reason);

    [LoggerMessage(7002, LogLevel.Error, "A CORS policy that allows every origin together with credentials was not applied. Name the origins with WithOrigins(...)")]
    internal static partial void UnsafeCorsPolicy(ILogger logger);

    [LoggerMessage(7010, LogLevel.Warning, "The session of a hub connection could not be asked for; the connection is closed")]
    internal static partial void HubSessionNotReviewed(ILogger logger, Exception exception);

    [LoggerMessage(7011, LogLevel.Error, "The Data Protection key {KeyId} was not sealed by SecurityKit and is passed over; what it protected is refused")]
    internal static partial void UnsealedKeyPassedOver(ILogger logger, Guid keyId);

    [LoggerMessage(7012, LogLevel.Warning, "The API key of a hub connection could not be asked for; the connection is closed")]
    internal static partial void HubApiKeyNotReviewed(ILogger logger, Exception exception);
}
