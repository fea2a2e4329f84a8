namespace SecurityKit.AspNetCore;

/// <summary>A browser that need not show a further factor for a while.</summary>
internal sealed record TrustedDeviceAnswer(string Id, string Name, DateTime CreatedAt, DateTime? LastUsedAt, DateTime ExpiresAt);
