using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Sessions;
using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests;

[TestFixture]
public class RedisSessionStatisticsStoreTests : SessionStatisticsStoreContract
{
    private readonly List<ServiceProvider> _nodes = [];

    protected override DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    protected override Task<(ISessionStore Sessions, ISessionStatisticsStore Statistics)> OpenAsync()
    {
        var node = RedisSessionNode.Create(Address(), $"statistics-{Guid.NewGuid():N}:");
        _nodes.Add(node);
        return Task.FromResult((node.GetRequiredService<ISessionStore>(), node.GetRequiredService<ISessionStatisticsStore>()));
    }

    protected virtual string Address() => RedisServer.Shared.ConnectionString;

    [TearDown]
    public async Task CloseNodes()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        _nodes.Clear();
    }

    [Test]
    public async Task PlaceWithMoreSessionsThanAPage_IsCountedWhole()
    {
        var (sessions, statistics) = await OpenAsync();
        await Parallel.ForAsync(0, 1100, async (_, _) => await sessions.CreateAsync(
            SessionSample.Draft(SessionSample.Session("ada", Now)), new SessionLimit(2000, SessionLimitAction.Refuse), default));

        Assert.That((await statistics.CountAsync(default)).Active, Is.EqualTo(1100));
    }
}
