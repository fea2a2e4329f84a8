using SecurityKit.Mfa;
using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests.Mfa;

[TestFixture]
public sealed class RedisPasskeyPromptStoreTests : PasskeyPromptStoreContract
{
    private RedisNode _node = null!;

    [OneTimeSetUp]
    public void Connect() => _node = RedisNode.Create();

    [OneTimeTearDown]
    public async Task Disconnect() => await _node.DisposeAsync();

    [Test]
    public async Task A_prompt_is_forgotten_by_the_server_itself()
    {
        await using var node = RedisNode.Create();
        await node.Get<IPasskeyPromptStore>().AddAsync(new StoredPasskeyPrompt(new byte[32], "s", "{}", Start.AddMinutes(5)), Start, default);
        var key = (await node.KeysAsync()).Single();
        Assert.That(
            await node.DoAsync(database => database.KeyTimeToLiveAsync(key)), Is.GreaterThan(TimeSpan.FromMinutes(3)).And.LessThanOrEqualTo(TimeSpan.FromMinutes(5)));
    }

    protected override ValueTask<IPasskeyPromptStore> CreateStoreAsync() => ValueTask.FromResult(_node.Get<IPasskeyPromptStore>());
}
