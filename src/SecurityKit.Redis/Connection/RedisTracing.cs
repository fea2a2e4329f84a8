using System.Diagnostics;

namespace SecurityKit.Redis;

/// <summary>The spans of this package: one for each operation on the server, with the time it waited for the circuit.</summary>
internal static class RedisTracing
{
    private static readonly ActivitySource Source = new("SecurityKit.Redis");

    internal static readonly Spans Spans = new(Source);

    internal static readonly KeyValuePair<string, object?> SystemTag = new("db.system.name", "redis");
}
