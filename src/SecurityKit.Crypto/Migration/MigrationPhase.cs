namespace SecurityKit.Crypto;

/// <summary>What a migration or a rewrap is doing or has done.</summary>
public enum MigrationPhase
{
    /// <summary>Writing the encrypted backup of all that is still in an earlier format.</summary>
    BackingUp,

    /// <summary>Replacing what is in the backup.</summary>
    Migrating,

    /// <summary>Reading everything once more.</summary>
    Verifying,

    /// <summary>Putting values back into the earlier format.</summary>
    RollingBack,

    /// <summary>All values were migrated and verified.</summary>
    Migrated,

    /// <summary>All values are in the earlier format again.</summary>
    RolledBack,

    /// <summary>Moving values to the newest key.</summary>
    Rewrapping,

    /// <summary>Counting values by key.</summary>
    Counting,
}
