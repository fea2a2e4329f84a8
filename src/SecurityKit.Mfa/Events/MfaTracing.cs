using System.Diagnostics;

namespace SecurityKit.Mfa;

/// <summary>The spans of this package: codes sent and verified, challenges, and changes of authenticators.</summary>
internal static class MfaTracing
{
    private static readonly ActivitySource Source = new("SecurityKit.Mfa");

    internal static readonly Spans Spans = new(Source);

    internal static KeyValuePair<string, object?> MethodTag(MfaMethod method) => new("securitykit.method", MfaMethods.NameOf(method));
}
