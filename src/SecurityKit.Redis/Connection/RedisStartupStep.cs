using Microsoft.Extensions.Logging;

namespace SecurityKit.Redis;

/// <summary>Connects before the first request. A server that is down does not refuse the start: everything that needs it is closed until it is back.</summary>
internal sealed class RedisStartupStep(RedisConnection connection, ILogger<RedisConnection> logger) : IStartupStep
{
    public int Order => StartupOrder.Stores;

    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync(static (database, _) => database.PingAsync(), 0, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException exception)
        {
            RedisLog.NotThereAtStart(logger, exception);
        }
    }
}
