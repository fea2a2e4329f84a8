using System.Diagnostics;

namespace SecurityKit.Identity;

/// <summary>The spans of this package: what is done with passwords, mailed tokens and API keys.</summary>
internal static class IdentityTracing
{
    private static readonly ActivitySource Source = new("SecurityKit.Identity");

    internal static readonly Spans Spans = new(Source);
}
