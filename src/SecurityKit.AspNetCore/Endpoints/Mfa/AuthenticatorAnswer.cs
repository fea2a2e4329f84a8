namespace SecurityKit.AspNetCore;

/// <summary>One of the subject's authenticators.</summary>
internal sealed record AuthenticatorAnswer(string Id, string Method, string Name, DateTime CreatedAt, DateTime? LastUsedAt);
