using Microsoft.AspNetCore.Cors.Infrastructure;

namespace SecurityKit.AspNetCore;

/// <summary>Which CORS policies would let any site use a visitor's session.</summary>
internal static class CorsPolicyRule
{
    // Origins that nobody allows on purpose: a predicate that takes one of them takes any of its kind, and every sandboxed frame is 'null'.
    private static readonly string[] Probes = ["https://a.securitykit-probe.invalid", "http://198.51.100.7:81", "null"];

    internal static bool IsUnsafe(CorsPolicy policy) =>
        policy.SupportsCredentials && (policy.AllowAnyOrigin || Array.Exists(Probes, probe => Allows(policy, probe)));

    internal static string Describe(string policy) =>
        $"The CORS policy {policy} allows origins that nobody named together with credentials, so that any site could act with a visitor's session. "
        + "Name the origins with WithOrigins(...), or remove AllowCredentials().";

    /// <summary>A predicate that cannot read a probe, such as 'null' as a URI, allows nothing by it.</summary>
    private static bool Allows(CorsPolicy policy, string origin)
    {
        try
        {
            return policy.IsOriginAllowed(origin);
        }
        catch (Exception exception) when (exception is UriFormatException or FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
