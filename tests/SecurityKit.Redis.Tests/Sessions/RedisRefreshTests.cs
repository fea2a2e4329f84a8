using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Sessions;
using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests;

[TestFixture]
public sealed class RedisRefreshTests : RefreshStoreContract
{
    private ServiceProvider _node = null!;

    protected override DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    [OneTimeSetUp]
    public void OpenNode() => _node = RedisSessionNode.Create(RedisServer.Shared.ConnectionString, "sessions-refresh:");

    [OneTimeTearDown]
    public async Task CloseNode() => await _node.DisposeAsync();

    protected override Task<ISessionStore> OpenAsync() => Task.FromResult(_node.GetRequiredService<ISessionStore>());
}
