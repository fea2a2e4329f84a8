using Microsoft.AspNetCore.Cors.Infrastructure;

namespace SecurityKit.AspNetCore;

/// <summary>Which CORS policies would let any site use a visitor's session.</summary>
internal static class CorsPolicyRule
{
    // Origins that nobody allows on purpose: a predicate that takes them all is a wildcard by another name.
    private static readonly string[] Probes = ["https://a.securitykit-probe.invalid", "http://198.51.100.7:81", "null"];

    internal static bool IsUnsafe(CorsPolicy policy) =>
        policy.SupportsCredentials && (policy.AllowAnyOrigin || Array.TrueForAll(Probes, probe => policy.IsOriginAllowed(probe)));

    internal static string Describe(string policy) =>
        $"The CORS policy {policy} allows every origin together with credentials, so that any site could act with a visitor's session. "
        + "Name the origins with WithOrigins(...), or remove AllowCredentials().";
}
