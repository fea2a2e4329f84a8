using System.Diagnostics;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>The spans of this package: one for each command, without its text and its parameters.</summary>
internal static class DatabaseTracing
{
    private static readonly ActivitySource Source = new("SecurityKit.EntityFrameworkCore");

    internal static readonly Spans Spans = new(Source);
}
