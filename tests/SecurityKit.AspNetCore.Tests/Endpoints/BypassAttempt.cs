namespace SecurityKit.AspNetCore.Tests.Endpoints;

/// <summary>A credential somebody may have who has the password and the mailbox, but not the second factor.</summary>
public sealed record BypassAttempt(string Name, string? Bearer = null, string? Cookie = null, string? ApiKey = null)
{
    public (string, string)[] Headers =>
    [
        ("X-MFA-Verified", "true"), ("X-MFA-Token", "x"), ("X-Forwarded-For", "127.0.0.1"),
        .. Bearer is null ? Array.Empty<(string, string)>() : [("Authorization", $"Bearer {Bearer}")],
        .. Cookie is null ? Array.Empty<(string, string)>() : [("Cookie", Cookie)],
        .. ApiKey is null ? Array.Empty<(string, string)>() : [("X-API-Key", ApiKey)],
    ];
}
