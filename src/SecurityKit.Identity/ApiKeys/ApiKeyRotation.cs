namespace SecurityKit.Identity;

/// <summary>Replaces one key by another and lets the old one live on for a while.</summary>
/// <param name="Id">The old key.</param>
/// <param name="OldExpiresAt">When the old key ends at the latest, UTC.</param>
/// <param name="Replacement">The new key, of the same subject.</param>
/// <param name="Now">The present, UTC.</param>
public sealed record ApiKeyRotation(string Id, DateTimeOffset OldExpiresAt, ApiKeyRecord Replacement, DateTimeOffset Now);
