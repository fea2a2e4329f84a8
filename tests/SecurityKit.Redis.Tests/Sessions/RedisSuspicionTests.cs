using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests;

[TestFixture]
public sealed class RedisSuspicionTests : SuspicionContract
{
    protected override Task<ServiceProvider> CreateNodeAsync(Action<ISecurityKitBuilder> configure) =>
        Task.FromResult(RedisNode.Create(configure: configure).Services);
}
