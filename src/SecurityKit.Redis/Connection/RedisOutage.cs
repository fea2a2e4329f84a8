using Polly.CircuitBreaker;
using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>Tells an outage (no connection, no answer, a server that cannot serve) from a mistake (a wrong command or script).</summary>
internal static class RedisOutage
{
    internal const string StoreName = "Redis";

    /// <summary>How the server begins an error that says 'not now' or 'not here' rather than 'not so'.</summary>
    private static readonly string[] ServerStates =
    [
        "LOADING", "BUSY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "READONLY", "OOM", "MISCONF", "NOREPLICAS", "NOAUTH", "NOPERM",
        "WRONGPASS", "MOVED", "ASK",
    ];

    internal static bool Is(Exception exception) => exception switch
    {
        RedisServerException server => ServerStates.Any(state => server.Message.Contains(state, StringComparison.Ordinal)),
        RedisException or TimeoutException or ObjectDisposedException or BrokenCircuitException => true,
        AggregateException several => several.InnerExceptions.All(Is),
        _ => false,
    };
}
