using SecurityKit.Mfa;
using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests.Mfa;

[TestFixture]
public sealed class RedisOneTimeCodeStoreTests : OneTimeCodeStoreContract
{
    private RedisNode _node = null!;

    [OneTimeSetUp]
    public void Connect() => _node = RedisNode.Create();

    [OneTimeTearDown]
    public async Task Disconnect() => await _node.DisposeAsync();

    [Test]
    public async Task A_code_is_forgotten_by_the_server_itself()
    {
        await using var node = RedisNode.Create();
        await node.Get<IOneTimeCodeStore>().PutAsync(new OneTimeCode("a|b", [1], 3, Start.AddMinutes(10)), Start, default);
        var key = (await node.KeysAsync()).Single();
        Assert.That(
            await node.DoAsync(database => database.KeyTimeToLiveAsync(key)), Is.GreaterThan(TimeSpan.FromMinutes(8)).And.LessThanOrEqualTo(TimeSpan.FromMinutes(10)));
    }

    protected override ValueTask<IOneTimeCodeStore> CreateStoreAsync() => ValueTask.FromResult(_node.Get<IOneTimeCodeStore>());
}
