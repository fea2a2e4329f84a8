using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Sessions of browsers: the cookie and where pages send people. Binds from the configuration section <c>SecurityKit:Browser</c>; changes apply to the next request.
/// </summary>
public sealed class BrowserOptions
{
    /// <summary>The configuration section these options bind from.</summary>
    public const string Section = "SecurityKit:Browser";

    /// <summary>The name of the session cookie. Over https it is preceded by <c>__Host-</c>; over plain http it is set and read on loopback only.</summary>
    /// <value>Default: <c>sk_session</c>. Letters, digits, <c>_</c> and <c>-</c>.</value>
    public string CookieName { get; set; } = "sk_session";

    /// <summary>Whether the cookie goes along when another site links here.</summary>
    /// <value>Default: <see cref="SameSiteMode.Lax"/>: with links, not with forms or embedded content. Never <see cref="SameSiteMode.None"/>.</value>
    public SameSiteMode SameSite { get; set; } = SameSiteMode.Lax;

    /// <summary>The path of the page that signs in. A browser that asks for a page without being signed in is sent there, with <c>returnUrl</c>.</summary>
    /// <value>Default: null; it gets the 401 problem instead.</value>
    public string? SignInPath { get; set; }

    /// <summary>
    /// The path of the page that asks for a fresh second factor, and goes to <c>returnUrl</c> afterwards where <see cref="LocalUrl.IsLocal"/> says it may.
    /// The console, which has no scripts and so cannot ask for a passkey, sends those who have one here.
    /// </summary>
    /// <value>Default: null; it gets the 403 problem instead.</value>
    public string? StepUpPath { get; set; }

    /// <summary>The path of the page that sets up a second factor, for those who must have one and have none.</summary>
    /// <value>Default: null; it gets the 403 problem instead.</value>
    public string? EnrollmentPath { get; set; }

    /// <summary>The path of the page that says 'not allowed'.</summary>
    /// <value>Default: null; it gets the 403 problem instead.</value>
    public string? DeniedPath { get; set; }
}
