using Microsoft.Extensions.Logging;

namespace SecurityKit.Crypto;

internal static partial class CryptoLog
{
    [LoggerMessage(2000, LogLevel.Information, "Key ring {Ring}: {Change} {KeyId} version {Version}")]
    internal static partial void RingChanged(ILogger logger, string ring, string change, string? keyId, int version);

    [LoggerMessage(2001, LogLevel.Warning, "The change of the key ring {Ring} was not announced; other nodes see it when they next look")]
    internal static partial void ChangeNotPublished(ILogger logger, string ring, Exception exception);

    [LoggerMessage(2002, LogLevel.Error, "The key {KeyId} of the ring {Ring} does not unwrap; what it encrypted cannot be read here")]
    internal static partial void KeyNotUnwrapped(ILogger logger, string ring, string keyId, Exception exception);

    [LoggerMessage(2003, LogLevel.Error, "The key {KeyId} of the ring {Ring} has encrypted as many messages as it may; encryption waits for the next key")]
    internal static partial void KeyExhausted(ILogger logger, string ring, string keyId);

    [LoggerMessage(2004, LogLevel.Error, "No further messages could be reserved for the key ring {Ring}")]
    internal static partial void RefillFailed(ILogger logger, string ring, Exception exception);

    [LoggerMessage(2005, LogLevel.Error, "The key ring {Ring} could not be refreshed; the keys in memory stay in use")]
    internal static partial void MaintenanceFailed(ILogger logger, string ring, Exception exception);

    [LoggerMessage(2006, LogLevel.Warning, "Decryption failed: {Reason}, ring {Ring}, purpose {Purpose}, key {KeyId}")]
    internal static partial void DecryptionFailed(ILogger logger, DecryptionFailure reason, string ring, string purpose, string? keyId);

    [LoggerMessage(2008, LogLevel.Warning, "Decryption failed: {Reason}, the value is no {Type}, field {Place}")]
    internal static partial void FieldOfWrongType(ILogger logger, DecryptionFailure reason, string type, FieldPlace place);

    [LoggerMessage(2007, LogLevel.Warning, "What this node reserved of the key ring {Ring} was not given back; it counts as used")]
    internal static partial void BudgetNotReturned(ILogger logger, string ring, Exception exception);
}
