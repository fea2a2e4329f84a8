namespace SecurityKit.AspNetCore;

/// <summary>One of the subject's sessions.</summary>
internal sealed record SessionAnswer(string Id, string Device, string? Network, DateTime CreatedAt, DateTime LastSeenAt, bool Current);
