namespace SecurityKit.AspNetCore;

/// <summary>The names of the kit's authentication schemes.</summary>
public static class SecurityKitSchemes
{
    /// <summary>The default: takes the credential that a request carries. More than one in headers is refused; a header goes before the cookie.</summary>
    public const string Any = "SecurityKit";

    /// <summary>The session cookie of a browser.</summary>
    public const string Cookie = "SecurityKit.Cookie";

    /// <summary>An access token in <c>Authorization: Bearer</c> (RFC 6750).</summary>
    public const string Bearer = "SecurityKit.Bearer";

    /// <summary>An API key in <c>X-API-Key</c>.</summary>
    public const string ApiKey = "SecurityKit.ApiKey";
}
