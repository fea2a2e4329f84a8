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

    internal static SecurityEventSeverity SeverityOf(string type) => type switch
    {
        KeyRevoked or KeyDestroyed => SecurityEventSeverity.High,
        KeysRewrapped or KeyChangeRefused or DataCountForgotten => SecurityEventSeverity.Medium,
        _ => SecurityEventSeverity.Informational,
    };
}
