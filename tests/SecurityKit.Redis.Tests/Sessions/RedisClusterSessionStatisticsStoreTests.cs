using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests;

/// <summary>The same on three nodes.</summary>
[TestFixture]
public sealed class RedisClusterSessionStatisticsStoreTests : RedisSessionStatisticsStoreTests
{
    protected override string Address() => RedisCluster.Shared.ConnectionString;
}
