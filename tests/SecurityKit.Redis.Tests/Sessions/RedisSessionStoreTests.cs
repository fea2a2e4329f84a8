using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Sessions;
using SecurityKit.Testing;
using StackExchange.Redis;

namespace SecurityKit.Redis.Tests;

[TestFixture]
public class RedisSessionStoreTests : SessionStoreContract
{
    private const string Prefix = "sessions-contract:";

    private readonly List<ServiceProvider> _nodes = [];

    protected override DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    protected override Task<ISessionStore> OpenAsync() =>
        Task.FromResult((_nodes.Count > 0 ? _nodes[0] : AddNode()).GetRequiredService<ISessionStore>());

    protected override ISessionStore OpenAnotherNode() => AddNode().GetRequiredService<ISessionStore>();

    [OneTimeTearDown]
    public async Task CloseNodes()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Test]
    public async Task ScriptsThatTheServerForgot_AreLoadedAgain()
    {
        await using var connection = await AdministratorAsync();
        var session = await CreateAsync(Now - TimeSpan.FromMinutes(5));

        await connection.FlushScriptsAsync();
        Assert.That(await Store.TouchAsync(session.Id, default), Is.True);
        await connection.FlushScriptsAsync();
        Assert.That((await Store.RevokeAsync(session.Id, Subject, default))!.Id, Is.EqualTo(session.Id));
    }

    [Test]
    public async Task EveryKey_EndsWithWhatItHolds()
    {
        var idle = await CreateAsync();
        var renewable = SessionSample.Session(Subject, Now, isRenewable: true);
        await Store.CreateAsync(SessionSample.Draft(renewable), new SessionLimit(10, SessionLimitAction.EvictOldest), default);
        await Store.RevokeTokenAsync(idle.Id, "token", Now + TimeSpan.FromMinutes(30), default);
        await Store.RevokeAllAsync(Subject + "-other", null, Now, TimeSpan.FromHours(24), default);

        await using var connection = await AdministratorAsync();
        var database = connection.Multiplexer.GetDatabase();
        var lives = new Dictionary<string, TimeSpan?>();
        foreach (var key in connection.Keys(Prefix + "*"))
        {
            lives[key] = await database.KeyTimeToLiveAsync(key);
        }

        Assert.Multiple(() =>
        {
            Assert.That(lives.Values, Has.None.Null, "a key without an end would stay for ever");
            Assert.That(lives.Single(l => l.Key.EndsWith(":id:" + idle.Id, StringComparison.Ordinal)).Value, Is.EqualTo(SessionSample.Idle).Within(TimeSpan.FromSeconds(30)));
            Assert.That(lives.Single(l => l.Key.EndsWith(":id:" + renewable.Id, StringComparison.Ordinal)).Value, Is.EqualTo(SessionSample.Renewable).Within(TimeSpan.FromSeconds(30)));
            Assert.That(lives.Single(l => l.Key.EndsWith(":of:" + Subject, StringComparison.Ordinal)).Value, Is.EqualTo(SessionSample.Renewable).Within(TimeSpan.FromSeconds(30)));
        });
    }

    [Test]
    public async Task SessionThatIsRevoked_TakesItsIndexWithIt()
    {
        var session = await CreateAsync();
        await Store.RevokeAsync(session.Id, Subject, default);

        await using var connection = await AdministratorAsync();
        Assert.That(connection.Keys($"{Prefix}*{Subject}*").Concat(connection.Keys($"{Prefix}*{session.Id}*")), Is.Empty);
    }

    [Test]
    public async Task AllKeysOfASubject_ShareAHashSlot()
    {
        var session = await CreateAsync();
        await Store.RevokeAllAsync(Subject, session.Id, Now, TimeSpan.FromHours(24), default);

        await using var connection = await AdministratorAsync();
        var keys = connection.Keys($"{Prefix}*")
            .Where(k => k.Contains(Subject, StringComparison.Ordinal) || k.Contains(session.Id.ToString(), StringComparison.Ordinal)).ToList();

        Assert.That(keys, Has.Count.EqualTo(3), "the session, the index and the mark");
        Assert.That(keys.Select(k => RedisKeyspace.SlotPart(k).ToString()).Distinct().Count(), Is.EqualTo(1));
    }

    /// <summary>
    /// Creates sessions that have almost reached their end, and lets the server's own clock pass that end; then nothing of them may be left.
    /// 20,000 in this test; the number does not matter to a key that carries its own end.
    /// </summary>
    [Test]
    public async Task ExpiredSessions_LeaveNoOrphanIndexEntry()
    {
        const int count = 20_000;
        const string prefix = "sessions-orphans:";
        await using var node = RedisSessionNode.Create(Address(), prefix);
        var store = node.GetRequiredService<ISessionStore>();
        var limit = new SessionLimit(10, SessionLimitAction.EvictOldest);
        var endsAt = Now + TimeSpan.FromSeconds(3);
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
        {
            var session = SessionSample.Session($"subject-{i / 20}", Now) with { ExpiresAt = endsAt, LastSeenAt = Now };
            await store.CreateAsync(SessionSample.Draft(session), limit, default);
        });

        await using var connection = await AdministratorAsync();
        await Until.TrueAsync(() => !connection.Keys(prefix + "*").Any());
        Assert.That(connection.Keys(prefix + "*"), Is.Empty);
    }

    private ServiceProvider AddNode()
    {
        var node = RedisSessionNode.Create(Address(), Prefix);
        _nodes.Add(node);
        return node;
    }

    protected virtual string Address() => RedisServer.Shared.ConnectionString;

    private async Task<Administrator> AdministratorAsync() => new(await ConnectionMultiplexer.ConnectAsync(Address() + ",allowAdmin=true"));

    private sealed class Administrator(ConnectionMultiplexer multiplexer) : IAsyncDisposable
    {
        internal ConnectionMultiplexer Multiplexer { get; } = multiplexer;

        internal IEnumerable<string> Keys(string pattern) => Servers().SelectMany(server => server.Keys(pattern: pattern)).Select(key => (string)key!);

        internal Task FlushScriptsAsync() => Task.WhenAll(Servers().Select(server => server.ScriptFlushAsync()));

        private IEnumerable<IServer> Servers() => Multiplexer.GetEndPoints().Select(endPoint => Multiplexer.GetServer(endPoint));

        public async ValueTask DisposeAsync()
        {
            await Multiplexer.CloseAsync();
            Multiplexer.Dispose();
        }
    }
}
