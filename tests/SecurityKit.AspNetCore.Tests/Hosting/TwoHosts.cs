using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.AspNetCore.Tests.Hosting;

/// <summary>
/// Two hosts on Kestrel with everything of their own but the master key, a clock that stands still, and the stores: sessions in Redis and the rest in
/// PostgreSQL, or everything in PostgreSQL.
/// </summary>
public sealed class TwoHosts : IAsyncDisposable
{
    private TwoHosts(KitHost first, KitHost second)
    {
        First = first;
        Second = second;
    }

    public KitHost First { get; }

    public KitHost Second { get; }

    /// <param name="store"><c>redis</c> or <c>postgresql</c>.</param>
    /// <param name="services">Further services of both.</param>
    /// <param name="pipeline">The pipeline of both; null for the usual one.</param>
    public static async Task<TwoHosts> StartAsync(string store, Action<IServiceCollection>? services = null, Action<WebApplication>? pipeline = null)
    {
        var database = await PostgreSqlServer.Shared.CreateDatabaseAsync();
        var prefix = $"two-hosts-{Guid.NewGuid():N}:";
        var usual = new KitHostSetup { Clock = new ManualClock(TimeProvider.System.GetUtcNow()) };
        KitHostSetup Setup() => new()
        {
            MasterKeyFile = usual.MasterKeyFile,
            Clock = usual.Clock,
            Kit = kit =>
            {
                kit.UsePostgreSql(database);
                if (store == "redis")
                {
                    kit.UseRedis(RedisServer.Shared.ConnectionString, o => o.KeyPrefix = prefix);
                }
            },
            Services = services ?? usual.Services,
            Pipeline = pipeline ?? usual.Pipeline,
        };
        return new TwoHosts(await KitHost.StartAsync(Setup()), await KitHost.StartAsync(Setup()));
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }
}
