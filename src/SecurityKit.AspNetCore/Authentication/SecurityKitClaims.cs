namespace SecurityKit.AspNetCore;

/// <summary>The claim types of the kit's principals, as JWT (RFC 7519), OpenID Connect and RFC 9068 name them.</summary>
public static class SecurityKitClaims
{
    /// <summary>The subject.</summary>
    public const string Subject = "sub";

    /// <summary>The session's id.</summary>
    public const string Session = "sid";

    /// <summary>One authentication method; several claims.</summary>
    public const string Method = "amr";

    /// <summary>The assurance level reached: <c>aal1</c>, <c>aal2</c> or <c>aal3</c>.</summary>
    public const string Level = "acr";

    /// <summary>When the latest factor was proven, in seconds since 1970.</summary>
    public const string AuthenticatedAt = "auth_time";

    /// <summary>The id of the API key.</summary>
    public const string ApiKey = "key_id";

    /// <summary>One scope of the API key; several claims.</summary>
    public const string Scope = "scope";
}
