using SecurityKit.Crypto;
using SecurityKit.Testing;
using StackExchange.Redis;

namespace SecurityKit.Redis.Tests.DataMigration;

public sealed class RedisMigrationSourceTests : MigrationSourceContract
{
    private const int DatabaseNumber = 5;

    private ConnectionMultiplexer _connection = null!;
    private RedisMigrationSource _source = null!;

    protected override IMigrationSource Source => _source;

    private IDatabase Database => _connection.GetDatabase(DatabaseNumber);

    [SetUp]
    public async Task SetUp()
    {
        _connection = await ConnectionMultiplexer.ConnectAsync(RedisServer.Shared.ConnectionString);
        await Database.ExecuteAsync("FLUSHDB");
        _source = new RedisMigrationSource(_connection, "id-*", Purpose, database: DatabaseNumber);
    }

    [TearDown]
    public void TearDown() => _connection.Dispose();

    [Test]
    public async Task A_value_that_is_replaced_keeps_its_time_to_live_and_one_without_gets_none()
    {
        await Database.StringSetAsync("id-1", "old", TimeSpan.FromHours(1));
        await Database.StringSetAsync("id-2", "old");
        await _source.ReplaceAsync(
            [new MigrationReplacement("id-1", "old"u8.ToArray(), "new"u8.ToArray()), new MigrationReplacement("id-2", "old"u8.ToArray(), "new"u8.ToArray())],
            CancellationToken.None);
        Assert.That((string?)await Database.StringGetAsync("id-1"), Is.EqualTo("new"));
        Assert.That(await Database.KeyTimeToLiveAsync("id-1"), Is.GreaterThan(TimeSpan.FromMinutes(50)));
        Assert.That(await Database.KeyTimeToLiveAsync("id-2"), Is.Null);
    }

    [Test]
    public async Task Keys_outside_the_pattern_are_left_alone_and_gaps_do_not_end_the_reading()
    {
        await Database.StringSetAsync("other", "x");
        for (var i = 0; i < 10; i++)
        {
            await Database.StringSetAsync($"id-{i}", "x");
        }

        var first = await _source.ReadAsync(null, 2, CancellationToken.None);
        foreach (var gone in new[] { "id-2", "id-3", "id-4", "id-5" })
        {
            await Database.KeyDeleteAsync(gone);
        }

        var second = await _source.ReadAsync(first[^1].Id, 2, CancellationToken.None);
        Assert.That(first.Concat(second).Select(i => i.Id), Is.EqualTo(new[] { "id-0", "id-1", "id-6", "id-7" }));
    }

    protected override Task FillAsync(IReadOnlyDictionary<string, byte[]> values) =>
        Task.WhenAll(values.Select(v => Database.StringSetAsync(v.Key, v.Value)));

    protected override async Task<byte[]?> ReadStoredAsync(string id) => await Database.StringGetAsync(id);

    protected override Task WriteStoredAsync(string id, byte[] content) => Database.StringSetAsync(id, content);
}
