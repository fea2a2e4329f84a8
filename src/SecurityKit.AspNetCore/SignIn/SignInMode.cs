namespace SecurityKit.AspNetCore;

/// <summary>How a client is to carry its session.</summary>
public enum SignInMode
{
    /// <summary>As an access token and a refresh token, for programs.</summary>
    Tokens,

    /// <summary>In a cookie that scripts cannot read, for pages.</summary>
    Cookie,
}
