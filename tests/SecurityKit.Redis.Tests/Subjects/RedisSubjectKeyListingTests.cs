using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Testing;
using StackExchange.Redis;

namespace SecurityKit.Redis.Tests;

public sealed class RedisSubjectKeyListingTests
{
    private const int Hashes = 64;
    private const int EachHash = 6;
    private const int Limit = 5;

    [Test]
    public async Task A_small_page_does_not_read_all_hashes_around_it_again()
    {
        using var server = RedisServer.Start();
        await using var node = RedisNode.Create(server.ConnectionString, configure: kit => kit.KeepSubjectKeysInRedis().AddTestCrypto().AddSubjectEncryption());
        var store = node.Get<ISubjectKeyStore>();
        for (var i = 0; i < Hashes * EachHash; i++)
        {
            await store.TrySaveAsync($"{i % Hashes:x3}{i:x61}", 0, new byte[] { 1 }, CancellationToken.None);
        }

        var pages = new List<IReadOnlyList<StoredSubjectKeys>>();
        while (await store.ListAsync(pages.Count == 0 ? string.Empty : pages[^1][^1].Handle, Limit, CancellationToken.None) is { Count: Limit } page)
        {
            pages.Add(page);
        }

        Assert.That(pages.Sum(page => page.Count), Is.EqualTo(Hashes * EachHash / Limit * Limit));
        Assert.That(await ReadsAsync(server), Is.LessThan((pages.Count * 4) + 4096), "a page needs one or two hashes, and the end is sought through all");
    }

    private static async Task<long> ReadsAsync(RedisServer server)
    {
        using var connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var statistics = (string)(await connection.GetDatabase().ExecuteAsync("INFO", "commandstats"))!;
        var line = statistics.Split("\r\n").Single(l => l.StartsWith("cmdstat_hgetall:calls=", StringComparison.Ordinal));
        return long.Parse(line["cmdstat_hgetall:calls=".Length..line.IndexOf(',', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
    }
}
