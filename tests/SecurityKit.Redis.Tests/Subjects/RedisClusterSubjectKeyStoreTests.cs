using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests;

/// <summary>The same on three nodes.</summary>
[TestFixture]
public sealed class RedisClusterSubjectKeyStoreTests : RedisSubjectKeyStoreTests
{
    protected override string Address() => RedisCluster.Shared.ConnectionString;
}
