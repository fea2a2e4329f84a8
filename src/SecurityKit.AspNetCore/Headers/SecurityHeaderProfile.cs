namespace SecurityKit.AspNetCore;

/// <summary>Which set of response headers an answer carries.</summary>
public enum SecurityHeaderProfile
{
    /// <summary>A page for a browser: a content security policy with a nonce, isolation, and permissions.</summary>
    Page = 0,

    /// <summary>Data for a program: nothing may be loaded, framed or cached.</summary>
    Api,
}
