using SecurityKit.Crypto;
using SecurityKit.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.Redis.Tests;

[TestFixture]
public sealed class RedisKeyRingStartupCheckTests
{
    [Test]
    public async Task A_server_that_forgets_is_refused_and_the_message_says_what_to_write()
    {
        using var server = RedisServer.Start("--appendonly", "no");
        await using var node = RedisNode.Create(server.ConnectionString, configure: kit => kit.KeepKeyRingsInRedis());

        Assert.That(await CheckAsync(node), Is.EqualTo(new[] { RedisKeyRingStartupCheck.NotKept }));
        Assert.That(RedisKeyRingStartupCheck.NotKept, Does.Contain("appendonly yes").And.Contain("UsePostgreSql"));
    }

    [Test]
    public async Task A_server_that_writes_to_disk_keeps_the_keys_across_its_own_kill()
    {
        using var server = RedisServer.Start("--appendonly", "yes", "--appendfsync", "always");
        await using var node = RedisNode.Create(server.ConnectionString, configure: kit => kit.KeepKeyRingsInRedis());
        Assert.That(await CheckAsync(node), Is.Empty);
        await node.Get<IKeyRingStore>().TrySaveAsync("data", 0, new byte[] { 1, 2, 3 }, CancellationToken.None);

        server.Kill();
        server.Restart();
        await using var after = RedisNode.Create(server.ConnectionString, node.Prefix, kit => kit.KeepKeyRingsInRedis());

        Assert.That((await after.Get<IKeyRingStore>().LoadAsync("data", CancellationToken.None))!.Content.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    private static async Task<IReadOnlyList<string>> CheckAsync(RedisNode node) =>
        await node.Services.GetServices<IStartupCheck>().OfType<RedisKeyRingStartupCheck>().Single().CheckAsync(CancellationToken.None);
}
