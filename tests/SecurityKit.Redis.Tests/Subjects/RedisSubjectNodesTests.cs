using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests;

/// <summary>Two nodes on one Redis. Keys in memory would live for a minute: what ends them is the change feed.</summary>
[TestFixture]
public sealed class RedisSubjectNodesTests
{
    [Test]
    public async Task A_destroyed_key_leaves_the_other_nodes_memory_over_the_feed()
    {
        using var server = RedisServer.Start("--appendonly", "yes");
        var masterKey = TestCrypto.NewMasterKey();
        await using var first = await NodeAsync(server, masterKey, null);
        await using var second = await NodeAsync(server, masterKey, first.Prefix);
        var envelope = await first.Services.Encryptor().EncryptAsync("ada", new byte[] { 1 });
        Assert.That(await second.Services.CanReadAsync("ada", envelope), Is.True);
        await ((RedisChangeFeed)second.Get<IChangeFeed>()).Subscribed;

        await first.Services.Subjects().EraseAsync("ada", "test");

        await Until.TrueAsync(async () => !await second.Services.CanReadAsync("ada", envelope));
    }

    private static async Task<RedisNode> NodeAsync(RedisServer server, byte[] masterKey, string? prefix)
    {
        var node = RedisNode.Create(server.ConnectionString, prefix, kit => kit
            .KeepKeyRingsInRedis().KeepSubjectKeysInRedis().AddTestCrypto(masterKey: masterKey).AddSubjectEncryption(o => o.CacheLifetime = TimeSpan.FromMinutes(1)));
        await node.Get<IKeyRingManager>().InitializeAsync();
        return node;
    }
}
