namespace SecurityKit.AspNetCore;

/// <summary>
/// Which proxies may say who the client is (<c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c>, <c>X-Forwarded-Host</c>).
/// Binds from the configuration section <c>SecurityKit:Proxies</c>; changes apply to the next request.
/// </summary>
public sealed class TrustedProxyOptions
{
    /// <summary>The configuration section these options bind from.</summary>
    public const string Section = "SecurityKit:Proxies";

    /// <summary>The networks of the proxies in CIDR notation, or single addresses. A header that comes from anywhere else is not read.</summary>
    /// <value>Default: none; forwarded headers are not read at all.</value>
    public IList<string> Networks { get; } = [];

    /// <summary>How many proxies stand one behind the other: the headers are read from the right, this many entries at most.</summary>
    /// <value>Default: 1. Range: 1 to 10.</value>
    public int Hops { get; set; } = 1;

    /// <summary>The host names that a proxy may pass on in <c>X-Forwarded-Host</c>, such as <c>www.example.com</c> or <c>*.example.com</c>.</summary>
    /// <value>Default: none; the header is not read.</value>
    public IList<string> Hosts { get; } = [];
}
