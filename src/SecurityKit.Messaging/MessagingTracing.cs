using System.Diagnostics;

namespace SecurityKit.Messaging;

/// <summary>The spans of this package: one for each message.</summary>
internal static class MessagingTracing
{
    private static readonly ActivitySource Source = new("SecurityKit.Messaging");

    internal static readonly Spans Spans = new(Source);
}
