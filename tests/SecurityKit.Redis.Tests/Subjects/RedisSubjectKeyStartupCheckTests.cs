using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests;

[TestFixture]
public sealed class RedisSubjectKeyStartupCheckTests
{
    [Test]
    public async Task A_server_that_forgets_is_refused_and_the_message_says_what_to_write()
    {
        using var server = RedisServer.Start("--appendonly", "no");
        await using var node = RedisNode.Create(server.ConnectionString, configure: kit => kit.KeepSubjectKeysInRedis());

        Assert.That(await CheckAsync(node), Is.EqualTo(new[] { RedisSubjectKeyStartupCheck.NotKept }));
        Assert.That(RedisSubjectKeyStartupCheck.NotKept, Does.Contain("appendonly yes").And.Contain("UsePostgreSql"));
    }

    [Test]
    public async Task A_server_that_writes_to_disk_keeps_tombstones_across_its_own_kill()
    {
        using var server = RedisServer.Start("--appendonly", "yes", "--appendfsync", "always");
        var handle = new string('a', 64);
        await using var node = RedisNode.Create(server.ConnectionString, configure: kit => kit.KeepSubjectKeysInRedis());
        Assert.That(await CheckAsync(node), Is.Empty);
        await node.Get<ISubjectKeyStore>().TrySaveAsync(handle, 0, new byte[] { 1, 2, 3 }, CancellationToken.None);

        server.Kill();
        server.Restart();
        await using var after = RedisNode.Create(server.ConnectionString, node.Prefix, kit => kit.KeepSubjectKeysInRedis());

        Assert.That((await after.Get<ISubjectKeyStore>().LoadAsync(handle, CancellationToken.None))!.Content.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    private static async Task<IReadOnlyList<string>> CheckAsync(RedisNode node) =>
        await node.Services.GetServices<IStartupCheck>().OfType<RedisSubjectKeyStartupCheck>().Single().CheckAsync(CancellationToken.None);
}
