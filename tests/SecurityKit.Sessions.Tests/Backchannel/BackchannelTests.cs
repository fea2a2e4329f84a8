using System.Text.Json;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class BackchannelTests
{
    [Test]
    public async Task EndedSession_IsPostedAsALogoutToken()
    {
        using var receiver = new LocalReceiver();
        await using var host = await StartAsync(receiver, BackchannelProtocol.OpenIdLogout);
        var grant = await host.SignInAsync();

        await host.Sessions.RevokeAsync(grant.Session.Id, "ada", SessionEndReasons.SignedOut);
        await Until.TrueAsync(() => !receiver.Posts.IsEmpty);

        receiver.Posts.TryDequeue(out var post);
        var form = System.Web.HttpUtility.ParseQueryString(post.Body);
        var claims = Verify(host, form["logout_token"], "logout+jwt");
        Assert.Multiple(() =>
        {
            Assert.That(post.ContentType, Is.EqualTo("application/x-www-form-urlencoded"));
            Assert.That(post.Authorization, Is.EqualTo("Bearer token"));
            Assert.That(claims.GetProperty("iss").GetString(), Is.EqualTo("securitykit"));
            Assert.That(claims.GetProperty("aud").GetString(), Is.EqualTo("receiver"));
            Assert.That(claims.GetProperty("sub").GetString(), Is.EqualTo("ada"));
            Assert.That(claims.GetProperty("sid").GetString(), Is.EqualTo(grant.Session.Id.ToString()));
            Assert.That(claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64(), Is.EqualTo(120));
            Assert.That(claims.TryGetProperty("nonce", out _), Is.False, "forbidden in a logout token");
            Assert.That(claims.GetProperty("events").GetProperty("http://schemas.openid.net/event/backchannel-logout").ValueKind, Is.EqualTo(JsonValueKind.Object));
        });
    }

    [Test]
    public async Task EndedSession_IsPushedAsASessionRevokedEvent()
    {
        using var receiver = new LocalReceiver(202);
        await using var host = await StartAsync(receiver, BackchannelProtocol.SessionRevoked);
        var grant = await host.SignInAsync();

        await host.Sessions.RevokeAllAsync("ada", null, SessionEndReasons.PasswordChanged);
        await Until.TrueAsync(() => !receiver.Posts.IsEmpty);

        receiver.Posts.TryDequeue(out var post);
        var claims = Verify(host, post.Body, "secevent+jwt");
        var what = claims.GetProperty("events").GetProperty("https://schemas.openid.net/secevent/caep/event-type/session-revoked");
        Assert.Multiple(() =>
        {
            Assert.That(post.ContentType, Is.EqualTo("application/secevent+jwt"));
            Assert.That(claims.GetProperty("sub_id").GetProperty("session").GetProperty("id").GetString(), Is.EqualTo(grant.Session.Id.ToString()));
            Assert.That(claims.GetProperty("sub_id").GetProperty("user").GetProperty("sub").GetString(), Is.EqualTo("ada"));
            Assert.That(what.GetProperty("event_timestamp").GetInt64(), Is.EqualTo(host.Clock.GetUtcNow().ToUnixTimeSeconds()));
            Assert.That(what.GetProperty("reason_admin").GetProperty("en").GetString(), Is.EqualTo("password_changed"));
            Assert.That(claims.TryGetProperty("exp", out _), Is.False, "an event does not expire");
        });
    }

    [Test]
    public async Task ReceiverThatIsDown_IsToldAgain()
    {
        using var receiver = new LocalReceiver(503, 500, 200);
        await using var host = await StartAsync(receiver, BackchannelProtocol.OpenIdLogout);
        var grant = await host.SignInAsync();

        await host.Sessions.RevokeAsync(grant.Session.Id, "ada", SessionEndReasons.SignedOut);
        await Until.TrueAsync(() =>
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            return receiver.Posts.Count == 3;
        });

        Assert.That(host.Events.Of(SessionEventTypes.NotDelivered), Is.Empty);
    }

    [Test]
    public async Task ReceiverThatRefuses_IsNotToldAgain_AndAnEventSaysSo()
    {
        using var receiver = new LocalReceiver(400);
        await using var host = await StartAsync(receiver, BackchannelProtocol.OpenIdLogout);
        var grant = await host.SignInAsync();

        await host.Sessions.RevokeAsync(grant.Session.Id, "ada", SessionEndReasons.SignedOut);
        await Until.TrueAsync(() => host.Events.Of(SessionEventTypes.NotDelivered).Count == 1);

        Assert.That(host.Events.Single(SessionEventTypes.NotDelivered).Reason, Is.EqualTo("refused_by_receiver"));
        Assert.That(receiver.Posts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ReceiverThatNeverAnswers_IsGivenUpAfterEightAttempts()
    {
        using var receiver = new LocalReceiver([.. Enumerable.Repeat(503, 20)]);
        await using var host = await StartAsync(receiver, BackchannelProtocol.OpenIdLogout);
        var grant = await host.SignInAsync();

        await host.Sessions.RevokeAsync(grant.Session.Id, "ada", SessionEndReasons.SignedOut);
        await Until.TrueAsync(() =>
        {
            host.Clock.Advance(TimeSpan.FromSeconds(10));
            return host.Events.Of(SessionEventTypes.NotDelivered).Count == 1;
        });

        Assert.That(host.Events.Single(SessionEventTypes.NotDelivered).Reason, Is.EqualTo("no_answer"));
        Assert.That(receiver.Posts, Has.Count.EqualTo(BackchannelDispatcher.MaxAttempts));
    }

    [Test]
    public async Task NoticesBeyondTheBound_AreDroppedWithAnEvent_UntilThereIsRoomAgain()
    {
        using var receiver = new LocalReceiver();
        await using var host = await PrepareAsync(receiver, BackchannelProtocol.OpenIdLogout);
        var session = (await host.SignInAsync()).Session;
        var dispatcher = host.Get<BackchannelDispatcher>();
        for (var i = 0; i < BackchannelDispatcher.MaxWaiting; i++)
        {
            await dispatcher.TellAsync(session, SessionEndReasons.SignedOut, default);
        }

        Assert.That(host.Events.Of(SessionEventTypes.NotDelivered), Is.Empty, "the last place is taken");
        await dispatcher.TellAsync(session, SessionEndReasons.SignedOut, default);
        Assert.That(host.Events.Single(SessionEventTypes.NotDelivered).Reason, Is.EqualTo("too_many_waiting"));

        await dispatcher.StartAsync(default);
        await Until.TrueAsync(() => receiver.Posts.Count >= 20);
        await dispatcher.TellAsync(session, SessionEndReasons.SignedOut, default);

        Assert.That(host.Events.Of(SessionEventTypes.NotDelivered), Has.Count.EqualTo(1), "delivered notices make room");
    }

    [Test]
    public async Task AStoppingHost_DeliversWhatIsWaiting_BeforeItEnds()
    {
        using var receiver = new LocalReceiver();
        await using var host = await StartAsync(receiver, BackchannelProtocol.OpenIdLogout);
        var dispatcher = host.Get<BackchannelDispatcher>();
        var session = (await host.SignInAsync()).Session;
        for (var i = 0; i < 50; i++)
        {
            await dispatcher.TellAsync(session, SessionEndReasons.SignedOut, default);
        }

        await dispatcher.StopAsync(default);

        Assert.That(receiver.Posts, Has.Count.EqualTo(50));
        Assert.That(host.Events.Of(SessionEventTypes.NotDelivered), Is.Empty);
    }

    [Test]
    public async Task AStoppingHost_TriesANoticeThatWaitsForItsNextAttempt_AtOnce()
    {
        using var receiver = new LocalReceiver(503, 200);
        await using var host = await StartAsync(receiver, BackchannelProtocol.OpenIdLogout);
        await host.Get<BackchannelDispatcher>().TellAsync((await host.SignInAsync()).Session, SessionEndReasons.SignedOut, default);
        await Until.TrueAsync(() => receiver.Posts.Count == 1);

        // The clock stands still: no pause ends by itself.
        await host.Get<BackchannelDispatcher>().StopAsync(default);

        Assert.That(receiver.Posts, Has.Count.EqualTo(2));
        Assert.That(host.Events.Of(SessionEventTypes.NotDelivered), Is.Empty);
    }

    [Test]
    public async Task WhatAStoppingHostCannotDeliver_IsNotLostInSilence()
    {
        using var receiver = new LocalReceiver([.. Enumerable.Repeat(503, 100)]);
        await using var host = await StartAsync(receiver, BackchannelProtocol.OpenIdLogout);
        var dispatcher = host.Get<BackchannelDispatcher>();
        var session = (await host.SignInAsync()).Session;
        for (var i = 0; i < 3; i++)
        {
            await dispatcher.TellAsync(session, SessionEndReasons.SignedOut, default);
        }

        var stop = dispatcher.StopAsync(default);
        await Until.TrueAsync(() =>
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            return stop.IsCompleted;
        });
        await dispatcher.TellAsync(session, SessionEndReasons.SignedOut, default);

        Assert.That(
            host.Events.Of(SessionEventTypes.NotDelivered).Select(e => (e.Reason, e.Subject, e.Data[SessionEventTypes.AudienceData])),
            Is.EqualTo(Enumerable.Repeat(("stopped", "ada", "receiver"), 4)));
    }

    [Test]
    public async Task AReceiverThatNeverAnswers_DoesNotHoldTheStopForLongerThanTheDrain()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        await using var host = await SessionHost.StartAsync(o => o.Backchannel.Add(new BackchannelReceiver
        {
            Endpoint = $"http://127.0.0.1:{((System.Net.IPEndPoint)silent.LocalEndpoint).Port}/", Audience = "receiver",
        }));
        var dispatcher = host.Get<BackchannelDispatcher>();
        await dispatcher.StartAsync(default);
        await dispatcher.TellAsync((await host.SignInAsync()).Session, SessionEndReasons.SignedOut, default);
        using var taken = await silent.AcceptTcpClientAsync();

        var stop = dispatcher.StopAsync(default);
        Assert.That(stop.IsCompleted, Is.False);
        host.Clock.Advance(BackchannelDispatcher.DrainTime);
        await stop;

        Assert.That(host.Events.Single(SessionEventTypes.NotDelivered).Reason, Is.EqualTo("stopped"));
    }

    [TestCase("http://example.org/logout", "audience")]
    [TestCase("ftp://127.0.0.1/", "audience")]
    [TestCase("logout", "audience")]
    [TestCase("https://example.org/logout", "")]
    public void ReceiverOverAnOpenLineOrWithoutName_IsRefusedAtStart(string endpoint, string audience)
    {
        var options = new SessionOptions { Backchannel = { new BackchannelReceiver { Endpoint = endpoint, Audience = audience } } };

        Assert.That(new SessionOptionsValidator().Validate(null, options).Failed, Is.True);
    }

    private static async Task<SessionHost> StartAsync(LocalReceiver receiver, BackchannelProtocol protocol)
    {
        var host = await PrepareAsync(receiver, protocol);
        await host.Get<BackchannelDispatcher>().StartAsync(default);
        return host;
    }

    private static Task<SessionHost> PrepareAsync(LocalReceiver receiver, BackchannelProtocol protocol) =>
        SessionHost.StartAsync(o => o.Backchannel.Add(new BackchannelReceiver
        {
            Endpoint = receiver.Endpoint,
            Audience = "receiver",
            Protocol = protocol,
            AuthorizationToken = "token",
        }));

    private static JsonElement Verify(SessionHost host, string? token, string type)
    {
        var jws = CompactJws.TryParse(token)!;
        Assert.That(jws.Type, Is.EqualTo(type));
        Assert.That(host.Get<ISigningKeyRing>().Current.Find(jws.KeyId)!.Verify(jws.SigningInput, jws.Signature), Is.True);
        return JsonDocument.Parse(jws.Payload).RootElement;
    }
}
