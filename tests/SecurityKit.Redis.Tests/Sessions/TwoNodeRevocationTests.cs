using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Sessions;
using SecurityKit.Testing;
using StackExchange.Redis;

namespace SecurityKit.Redis.Tests;

/// <summary>Two nodes with connections of their own on one Redis: what one ends, the other refuses at its next request.</summary>
[TestFixture]
public sealed class TwoNodeRevocationTests
{
    private ServiceProvider _first = null!;
    private ServiceProvider _second = null!;
    private string _subject = null!;

    [SetUp]
    public async Task StartNodes()
    {
        _subject = $"subject-{Guid.NewGuid():N}";
        _first = RedisSessionNode.Create(RedisServer.Shared.ConnectionString, "two-nodes:");
        _second = RedisSessionNode.Create(RedisServer.Shared.ConnectionString, "two-nodes:");
        await _first.GetRequiredService<IKeyRingManager>().InitializeAsync();
        await _second.GetRequiredService<IKeyRingManager>().InitializeAsync();
    }

    [TearDown]
    public async Task StopNodes()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [TestCase("session")]
    [TestCase("subject")]
    [TestCase("token")]
    [TestCase("refresh reuse")]
    public async Task WhatOneNodeRevokes_TheOtherRefusesAtItsVeryNextRequest(string what)
    {
        var grant = await SignInAsync();
        var token = _second.GetRequiredService<TokenIssuer>().Issue(grant.Session).Value;
        var validator = _second.GetRequiredService<TokenValidator>();
        var before = await validator.ValidateAsync(token);
        Assert.That(before.IsValid, Is.True, "and the second node now remembers the signature");

        await RevokeAsync(what, grant, before.Claims!);

        Assert.That((await validator.ValidateAsync(token)).IsValid, Is.False);
    }

    [Test]
    public async Task WithTheChangeFeedCut_RevocationStillHoldsAtTheNextRequest()
    {
        var grant = await SignInAsync();
        var token = _second.GetRequiredService<TokenIssuer>().Issue(grant.Session).Value;
        using var subscription = _second.GetRequiredService<IChangeFeed>().Subscribe(SessionChangeTopics.Ended, (_, _) => ValueTask.CompletedTask);
        Assert.That((await _second.GetRequiredService<TokenValidator>().ValidateAsync(token)).IsValid, Is.True);
        await using var administrator = await ConnectionMultiplexerAsync();
        await administrator.Multiplexer.GetDatabase().ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");

        await _first.GetRequiredService<SessionManager>().RevokeAsync(grant.Session.Id, _subject, SessionEndReasons.SignedOut);

        Assert.That((await _second.GetRequiredService<TokenValidator>().ValidateAsync(token)).Status, Is.EqualTo(AccessTokenStatus.SessionEnded));
    }

    [Test]
    public async Task EndOfASession_ReachesTheOtherNodesSubscribers()
    {
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = _second.GetRequiredService<IChangeFeed>().Subscribe(SessionChangeTopics.Ended, (notice, _) =>
        {
            if (notice.Key.Length > 0)
            {
                told.TrySetResult(notice.Key);
            }

            return ValueTask.CompletedTask;
        });
        var grant = await SignInAsync();
        await Until.TrueAsync(async () =>
        {
            // A notice before the subscription has reached the server is lost by contract: told again until it is heard.
            await _first.GetRequiredService<IChangeFeed>().PublishAsync(new ChangeNotice(SessionChangeTopics.Ended, grant.Session.Id.ToString()), default);
            return told.Task.IsCompleted;
        });
        Assert.That(await told.Task, Is.EqualTo(grant.Session.Id.ToString()));
    }

    private async Task<SessionGrant> SignInAsync() => (await _first.GetRequiredService<SessionManager>().CreateAsync(new SessionStart
    {
        Subject = _subject,
        Factors = [new AuthenticationFactor(AuthenticationMethods.Password, TimeProvider.System.GetUtcNow())],
        Level = AssuranceLevel.One,
        IsRenewable = true,
    })).Grant!;

    private async Task RevokeAsync(string what, SessionGrant grant, AccessTokenClaims claims)
    {
        switch (what)
        {
            case "session":
                await _first.GetRequiredService<SessionManager>().RevokeAsync(grant.Session.Id, _subject, SessionEndReasons.SignedOut);
                break;
            case "subject":
                await _first.GetRequiredService<SessionManager>().RevokeAllAsync(_subject, null, SessionEndReasons.PasswordChanged);
                break;
            case "token":
                await _first.GetRequiredService<TokenValidator>().RevokeAsync(claims, "leaked");
                break;
            default:
                var refreshes = _first.GetRequiredService<RefreshManager>();
                var next = await refreshes.RefreshAsync(grant.RefreshToken);
                await refreshes.RefreshAsync(next.RefreshToken);
                Assert.That((await refreshes.RefreshAsync(grant.RefreshToken)).Status, Is.EqualTo(RefreshStatus.Reused));
                break;
        }
    }

    private static async Task<Administrator> ConnectionMultiplexerAsync() =>
        new(await ConnectionMultiplexer.ConnectAsync(RedisServer.Shared.ConnectionString + ",allowAdmin=true"));

    private sealed class Administrator(ConnectionMultiplexer multiplexer) : IAsyncDisposable
    {
        internal ConnectionMultiplexer Multiplexer { get; } = multiplexer;

        public async ValueTask DisposeAsync()
        {
            await Multiplexer.CloseAsync();
            Multiplexer.Dispose();
        }
    }
}
