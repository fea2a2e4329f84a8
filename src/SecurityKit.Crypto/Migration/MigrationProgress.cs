namespace SecurityKit.Crypto;

/// <summary>How far a migration is.</summary>
/// <param name="Phase">What is being done.</param>
/// <param name="Done">How many values of this phase are done.</param>
/// <param name="Total">How many there are; null when not known yet.</param>
public readonly record struct MigrationProgress(MigrationPhase Phase, long Done, long? Total);
