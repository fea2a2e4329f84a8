using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Sessions;
using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests;

/// <summary>What sessions answer while Redis is killed, frozen, or back and empty: always closed, and well again by itself.</summary>
[TestFixture]
public sealed class RedisOutageSessionTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(500);

    private RedisServer _server = null!;
    private ServiceProvider _node = null!;
    private SessionGrant _grant = null!;
    private AccessToken _token = null!;

    [SetUp]
    public async Task SignIn()
    {
        _server = RedisServer.Start();
        _node = RedisSessionNode.Create(_server.ConnectionString, null, redis: o => o.OperationTimeout = Limit);
        await _node.GetRequiredService<IKeyRingManager>().InitializeAsync();
        _grant = (await Sessions.CreateAsync(Start())).Grant!;
        _token = _node.GetRequiredService<TokenIssuer>().Issue(_grant.Session);
        Assert.That((await Sessions.ValidateAsync(_grant.Token)).IsValid, Is.True);
    }

    [TearDown]
    public async Task Stop()
    {
        await _node.DisposeAsync();
        _server.Dispose();
    }

    [Test]
    public async Task KilledServer_RefusesEverything_AndARestartedEmptyOneKnowsNobody()
    {
        _server.Kill();
        await AssertNobodyGetsInAsync();
        await AssertNothingIsChangedAsync();

        _server.Restart();
        await RecoveryAsync("killed and restarted", async () => (await Sessions.ValidateAsync(_grant.Token)).Status != SessionValidationStatus.StoreUnavailable);

        Assert.That((await Sessions.ValidateAsync(_grant.Token)).Status, Is.EqualTo(SessionValidationStatus.Ended), "what was lost is not believed");
        Assert.That((await Tokens.ValidateAsync(_token.Value)).Status, Is.EqualTo(AccessTokenStatus.SessionEnded));
        Assert.That((await Sessions.CreateAsync(Start())).Status, Is.EqualTo(SessionStartStatus.Created));
    }

    [Test]
    public async Task FrozenServer_RefusesEverything_AndTheSameSessionIsGoodAgainWhenItIsBack()
    {
        _server.Pause();
        await AssertNobodyGetsInAsync();

        _server.Resume();
        await RecoveryAsync("frozen and thawed", async () => (await Sessions.ValidateAsync(_grant.Token)).IsValid);
        Assert.That((await Tokens.ValidateAsync(_token.Value)).IsValid, Is.True);
    }

    [Test]
    public async Task ThousandRequestsIntoAFrozenServer_AreAllRefused_AndNoExceptionIsLeftUnobserved()
    {
        var unobserved = 0;
        void Count(object? sender, UnobservedTaskExceptionEventArgs e) => Interlocked.Increment(ref unobserved);
        TaskScheduler.UnobservedTaskException += Count;
        try
        {
            _server.Pause();
            var threads = ThreadPool.ThreadCount;
            var waiting = Parallelism.RunAsync(1000, _ => Sessions.ValidateAsync(_grant.Token));
            await Task.Run(static () => { });
            Assert.That(ThreadPool.ThreadCount, Is.LessThan(threads + 50), "a request that waits holds no thread");
            var answers = await waiting;
            Assert.That(answers.Select(a => a.Status).Distinct(), Is.EqualTo(new[] { SessionValidationStatus.StoreUnavailable }));

            _server.Resume();
            await Until.TrueAsync(async () => (await Sessions.ValidateAsync(_grant.Token)).IsValid);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.That(unobserved, Is.Zero);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Count;
        }
    }

    [Test]
    public async Task HostThatChoseTo_GoesOnWithGoodTokens_DuringTheOutage()
    {
        await using var lenient = RedisSessionNode.Create(
            _server.ConnectionString, null, o => o.Tokens.AcceptUncheckedWhenStoreIsUnavailable = true, o => o.OperationTimeout = Limit);
        await lenient.GetRequiredService<IKeyRingManager>().InitializeAsync();
        var grant = (await lenient.GetRequiredService<SessionManager>().CreateAsync(Start())).Grant!;
        var token = lenient.GetRequiredService<TokenIssuer>().Issue(grant.Session).Value;
        _server.Kill();

        Assert.That((await lenient.GetRequiredService<TokenValidator>().ValidateAsync(token)).Status, Is.EqualTo(AccessTokenStatus.ValidUnchecked));
        Assert.That((await lenient.GetRequiredService<SessionManager>().ValidateAsync(grant.Token)).Status, Is.EqualTo(SessionValidationStatus.StoreUnavailable));
    }

    /// <summary>Answers that come late are answers; later than the limit they are refusals, and no more when the network is well again.</summary>
    [Test]
    public async Task SlowServer_IsWaitedForUpToTheLimit_AndRefusesBeyondIt()
    {
        await using var proxy = new SlowProxy(_server.Port);
        await using var node = RedisSessionNode.Create(proxy.ConnectionString, null, redis: o => o.OperationTimeout = TimeSpan.FromSeconds(2));
        await node.GetRequiredService<IKeyRingManager>().InitializeAsync();
        var sessions = node.GetRequiredService<SessionManager>();
        Assert.That((await sessions.ValidateAsync(_grant.Token)).IsValid, Is.True);

        proxy.Delay = TimeSpan.FromMilliseconds(200);
        Assert.That((await sessions.ValidateAsync(_grant.Token)).IsValid, Is.True, "slow, and within the limit");

        proxy.Delay = TimeSpan.FromSeconds(4);
        var answers = await Parallelism.RunAsync(50, _ => sessions.ValidateAsync(_grant.Token));
        Assert.That(answers.Select(a => a.Status).Distinct(), Is.EqualTo(new[] { SessionValidationStatus.StoreUnavailable }));
        Assert.That(async () => await sessions.CreateAsync(Start()), Throws.TypeOf<StoreUnavailableException>());

        proxy.Delay = TimeSpan.Zero;
        await Until.TrueAsync(async () => (await sessions.ValidateAsync(_grant.Token)).IsValid);
    }

    /// <summary>How long it took is written out and decides nothing: the machine may be busy.</summary>
    private static async Task RecoveryAsync(string what, Func<Task<bool>> isBack)
    {
        var returned = TimeProvider.System.GetTimestamp();
        await Until.TrueAsync(isBack);
        await TestContext.Out.WriteLineAsync($"{what}: well again {TimeProvider.System.GetElapsedTime(returned).TotalMilliseconds:F0} ms after its return");
    }

    private SessionManager Sessions => _node.GetRequiredService<SessionManager>();

    private TokenValidator Tokens => _node.GetRequiredService<TokenValidator>();

    private static SessionStart Start() => new()
    {
        Subject = "ada",
        Factors = [new AuthenticationFactor(AuthenticationMethods.Password, TimeProvider.System.GetUtcNow())],
        Level = AssuranceLevel.One,
        IsRenewable = true,
    };

    private async Task AssertNobodyGetsInAsync()
    {
        Assert.That((await Sessions.ValidateAsync(_grant.Token)).Status, Is.EqualTo(SessionValidationStatus.StoreUnavailable));
        Assert.That((await Tokens.ValidateAsync(_token.Value)).Status, Is.EqualTo(AccessTokenStatus.StoreUnavailable));
        Assert.That(async () => await Sessions.ListAsync("ada"), Throws.TypeOf<StoreUnavailableException>());
    }

    /// <summary>Not asked of a frozen server: it carries out what lies in its socket when it thaws.</summary>
    private async Task AssertNothingIsChangedAsync()
    {
        Assert.That(
            (await _node.GetRequiredService<RefreshManager>().RefreshAsync(_grant.RefreshToken)).Status, Is.EqualTo(RefreshStatus.StoreUnavailable));
        Assert.That(async () => await Sessions.CreateAsync(Start()), Throws.TypeOf<StoreUnavailableException>());
        Assert.That(
            async () => await Sessions.RevokeAsync(_grant.Session.Id, "ada", SessionEndReasons.SignedOut), Throws.TypeOf<StoreUnavailableException>());
    }
}
