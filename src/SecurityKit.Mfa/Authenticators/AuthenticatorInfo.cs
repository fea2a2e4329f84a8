namespace SecurityKit.Mfa;

/// <summary>An active authenticator as its owner sees it.</summary>
/// <param name="Id">The id.</param>
/// <param name="Method">What kind.</param>
/// <param name="Name">The name its owner gave it.</param>
/// <param name="CreatedAt">When it was set up, UTC.</param>
/// <param name="LastUsedAt">When it last proved a factor, UTC.</param>
public sealed record AuthenticatorInfo(
    string Id, MfaMethod Method, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);
