namespace SecurityKit.Crypto;

/// <summary>A ring at one moment. Holds no key.</summary>
/// <param name="Ring">The ring's name.</param>
/// <param name="Kind">What its keys are.</param>
/// <param name="CurrentKeyId">The active key.</param>
/// <param name="CurrentVersion">The active key's version.</param>
/// <param name="Age">How long the active key has been in use.</param>
/// <param name="UntilRotation">How long until the next key takes over; zero or less when that is overdue; null for a ring that does not rotate.</param>
/// <param name="UsableVersions">The versions that decrypt or verify, the newest first.</param>
/// <param name="MessagesReserved">How many messages nodes have set aside under the active key.</param>
/// <param name="Keys">All keys, the newest first.</param>
public sealed record KeyRingStatus(
    string Ring, KeyKind Kind, string CurrentKeyId, int CurrentVersion, TimeSpan Age, TimeSpan? UntilRotation,
    IReadOnlyList<int> UsableVersions, long MessagesReserved, IReadOnlyList<KeyInfo> Keys)
{
    /// <summary>What the latest count of each source of stored data found, by source.</summary>
    public IReadOnlyList<StoredDataCount> Data { get; init; } = [];
}
