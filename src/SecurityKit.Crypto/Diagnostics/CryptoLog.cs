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

    [LoggerMessage(2013, LogLevel.Warning, "Decryption failed: {Reason}, the value is no {Type}, field {Place}")]
    internal static partial void FieldOfWrongType(ILogger logger, DecryptionFailure reason, string type, FieldPlace place);

    [LoggerMessage(2007, LogLevel.Warning, "What this node reserved of the key ring {Ring} was not given back; it counts as used")]
    internal static partial void BudgetNotReturned(ILogger logger, string ring, Exception exception);

    [LoggerMessage(2008, LogLevel.Error, "The key {KeyId} of a subject does not unwrap; what it encrypted cannot be read here")]
    internal static partial void SubjectKeyNotUnwrapped(ILogger logger, string keyId, Exception exception);

    [LoggerMessage(2009, LogLevel.Warning, "The change of a subject's keys was not announced; other nodes see it when the keys in their memory expire")]
    internal static partial void SubjectChangeNotPublished(ILogger logger, Exception exception);

    [LoggerMessage(2010, LogLevel.Error, "A subject's keys were destroyed, and the store did not answer when that was to be proven; repeat the erasure")]
    internal static partial void ErasureNotProven(ILogger logger, Exception exception);

    [LoggerMessage(2011, LogLevel.Error, "{Count} lines of the erasure ledger are not authentic and were passed over, the first is line {Line}")]
    internal static partial void LedgerLinesRefused(ILogger logger, int count, long line);

    [LoggerMessage(2012, LogLevel.Warning, "The erasure ledger was applied: {Applied} of {Entries} erasures were missing from the key store, {Keys} keys were destroyed again")]
    internal static partial void LedgerApplied(ILogger logger, long applied, long entries, long keys);

    [LoggerMessage(2014, LogLevel.Error, "The change of the key ring {Ring} is stored, and this node could not take it over; it goes on with the keys in its memory until it next looks")]
    internal static partial void ChangeNotTakenOver(ILogger logger, string ring, Exception exception);

    [LoggerMessage(2015, LogLevel.Warning, "Data in the earlier format {Format} was read and could not be renewed; the next reading tries again")]
    internal static partial void LegacyNotRenewed(ILogger logger, string format, Exception exception);

    [LoggerMessage(2016, LogLevel.Error, "The keys of the subject with the handle {Handle} could not be wrapped anew, for key {KeyId}; those of others were")]
    internal static partial void SubjectKeysNotRewrapped(ILogger logger, string handle, string? keyId, Exception exception);
}
