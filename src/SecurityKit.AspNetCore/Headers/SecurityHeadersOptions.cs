namespace SecurityKit.AspNetCore;

/// <summary>
/// The security headers of every response. Binds from the configuration section <c>SecurityKit:Headers</c>; changes apply to the next response.
/// </summary>
public sealed class SecurityHeadersOptions
{
    /// <summary>The configuration section these options bind from.</summary>
    public const string Section = "SecurityKit:Headers";

    /// <summary>What stands for the response's nonce in <see cref="PageContentSecurityPolicy"/>.</summary>
    public const string NoncePlaceholder = "{nonce}";

    /// <summary>The content security policy of pages. <c>{nonce}</c> becomes a fresh nonce per response.</summary>
    /// <value>Default: own origin only; scripts and styles from files of the own origin or with the nonce; no plug-ins, no base, no framing.</value>
    public string PageContentSecurityPolicy { get; set; } =
        "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
        + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>The content security policy of answers for programs.</summary>
    /// <value>Default: <c>default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'</c>.</value>
    public string ApiContentSecurityPolicy { get; set; } = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>How long browsers are to use https only. Sent over https to hosts other than loopback.</summary>
    /// <value>Default: 730 days. Zero leaves the header out.</value>
    public TimeSpan StrictTransportSecurityAge { get; set; } = TimeSpan.FromDays(730);

    /// <summary>Whether <see cref="StrictTransportSecurityAge"/> holds for subdomains too.</summary>
    /// <value>Default: <see langword="true"/>.</value>
    public bool StrictTransportSecurityIncludesSubdomains { get; set; } = true;

    /// <summary>Which browser features pages may use (<c>Permissions-Policy</c>).</summary>
    /// <value>Default: none of the sensitive ones; passkeys on the own origin.</value>
    public string PermissionsPolicy { get; set; } =
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self), geolocation=(), gyroscope=(), "
        + "magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-create=(self), "
        + "publickey-credentials-get=(self), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()";

    /// <summary>The <c>Referrer-Policy</c> of pages; answers for programs say <c>no-referrer</c>.</summary>
    /// <value>Default: <c>strict-origin-when-cross-origin</c>.</value>
    public string ReferrerPolicy { get; set; } = "strict-origin-when-cross-origin";

    /// <summary>The <c>Cross-Origin-Embedder-Policy</c> of pages.</summary>
    /// <value>Default: <c>require-corp</c>.</value>
    public string CrossOriginEmbedderPolicy { get; set; } = "require-corp";

    /// <summary>Where browsers report violations: an absolute https URL, or a path on this host.</summary>
    /// <value>Default: null; nothing is reported.</value>
    public string? ReportTo { get; set; }
}
