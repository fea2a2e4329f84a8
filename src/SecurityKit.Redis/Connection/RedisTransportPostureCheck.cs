using System.Net;
using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>Is what travels to Redis protected, and does Redis ask who it is?</summary>
internal sealed class RedisTransportPostureCheck(RedisChoice choice) : IPostureCheck
{
    private const int Weight = 7;

    public string Id => "redis.transport";

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var configuration = ConfigurationOptions.Parse(choice.ConnectionString);
        var isLocal = configuration.EndPoints.All(IsLocal);
        var hasPassword = !string.IsNullOrEmpty(configuration.Password);
        var isProtected = configuration.Ssl || isLocal;
        var status = isProtected && hasPassword ? PostureStatus.Passed : isProtected || hasPassword ? PostureStatus.Partial : PostureStatus.Failed;
        return ValueTask.FromResult(new PostureFinding(
            Id,
            "The connection to Redis is encrypted and authenticated.",
            status,
            $"TLS: {(configuration.Ssl ? "yes" : isLocal ? "no, but the server is on this machine" : "no")}; password: {(hasPassword ? "yes" : "no")}.",
            status == PostureStatus.Passed ? string.Empty : "Write ssl=true and password=... into the connection string, and requirepass into redis.conf.",
            Weight));
    }

    private static bool IsLocal(EndPoint endPoint) => endPoint switch
    {
        IPEndPoint address => IPAddress.IsLoopback(address.Address),
        DnsEndPoint name => name.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
