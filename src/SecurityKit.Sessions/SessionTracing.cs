using System.Diagnostics;

namespace SecurityKit.Sessions;

/// <summary>The spans of this package: starting, validating, renewing and ending sessions.</summary>
internal static class SessionTracing
{
    private static readonly ActivitySource Source = new("SecurityKit.Sessions");

    internal static readonly Spans Spans = new(Source);
}
