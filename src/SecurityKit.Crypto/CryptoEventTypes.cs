namespace SecurityKit.Crypto;

/// <summary>The events this package raises. <see cref="SecurityEvent.Data"/> names the <c>ring</c>, and <c>keyId</c>, <c>version</c> and <c>activatesAt</c> where one key is concerned.</summary>
public static class CryptoEventTypes
{
    /// <summary>Stored values were moved from an earlier format into envelopes; <c>migration</c>, <c>source</c>, <c>replaced</c> and <c>unreadable</c> say what and how many.</summary>
    public const string DataMigrated = "crypto.data.migrated";

    /// <summary>Stored values were put back into their earlier format.</summary>
    public const string DataMigrationRolledBack = "crypto.data.migration_rolled_back";

    /// <summary>Stored values were moved to the newest key; <c>source</c>, <c>rewrapped</c>, <c>version</c> and <c>below</c> say what, how many, and what is left below which version.</summary>
    public const string DataRewrapped = "crypto.data.rewrapped";

    /// <summary>The stored values of a <c>source</c> were counted by key; <c>keys</c> says how many keys they need.</summary>
    public const string DataCounted = "crypto.data.counted";

    /// <summary>The count of a <c>source</c> was forgotten by hand: it does not keep keys from being retired any more.</summary>
    public const string DataCountForgotten = "crypto.data.count_forgotten";

    /// <summary>A key was made; it takes over at <c>activatesAt</c>.</summary>
    public const string KeyCreated = "crypto.key.created";

    /// <summary>An announced key takes over earlier than announced.</summary>
    public const string KeyPromoted = "crypto.key.promoted";

    /// <summary>A key was taken out of use.</summary>
    public const string KeyRevoked = "crypto.key.revoked";

    /// <summary>A key was deleted for good.</summary>
    public const string KeyDestroyed = "crypto.key.destroyed";

    /// <summary>Keys were wrapped anew under the present KEK; <c>keys</c> says how many.</summary>
    public const string KeysRewrapped = "crypto.keys.rewrapped";

    /// <summary>Revoking or destroying a key was refused, since it is in use or data under it is left.</summary>
    public const string KeyChangeRefused = "crypto.key.change_refused";

    /// <summary>A subject got its first key; <c>keyId</c> and <c>version</c> say which.</summary>
    public const string SubjectKeyCreated = "crypto.subject.key_created";

    /// <summary>A subject got a further version of its key.</summary>
    public const string SubjectKeyRotated = "crypto.subject.key_rotated";

    /// <summary>
    /// A subject's keys were destroyed; <c>erasure</c>, <c>keys</c>, <c>repeated</c> and <c>probesRefused</c> say which, how many, whether an earlier call did it, and
    /// what the proof came to. The outcome is a failure when the proof does not hold.
    /// </summary>
    public const string SubjectErased = "crypto.subject.erased";

    /// <summary>A subject that was erased got a new key, on purpose.</summary>
    public const string SubjectReEnrolled = "crypto.subject.re_enrolled";

    /// <summary>An erasure ledger was applied to the key store; <c>entries</c>, <c>applied</c>, <c>keys</c> and <c>refused</c> say what came of it.</summary>
    public const string LedgerReplayed = "crypto.subject.ledger_replayed";

    internal static SecurityEventSeverity SeverityOf(string type) => type switch
    {
        KeyRevoked or KeyDestroyed or SubjectErased or LedgerReplayed => SecurityEventSeverity.High,
        KeysRewrapped or KeyChangeRefused or DataCountForgotten or SubjectReEnrolled => SecurityEventSeverity.Medium,
        _ => SecurityEventSeverity.Informational,
    };
}
