namespace SecurityKit.Mfa;

/// <summary>A device that need not show a further factor for a while.</summary>
/// <param name="Id">Unique, 32 lower-case hexadecimal digits.</param>
/// <param name="Subject">Whose it is.</param>
/// <param name="Name">What its owner knows it by.</param>
/// <param name="CreatedAt">Since when, UTC.</param>
/// <param name="LastUsedAt">When it last stood in for a further factor, UTC.</param>
/// <param name="ExpiresAt">Until when, UTC.</param>
public sealed record TrustedDevice(
    string Id, string Subject, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset ExpiresAt);
