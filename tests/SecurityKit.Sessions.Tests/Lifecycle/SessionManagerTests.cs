using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class SessionManagerTests
{
    private SessionHost _host = null!;

    [SetUp]
    public async Task StartHost() => _host = await SessionHost.StartAsync();

    [TearDown]
    public async Task StopHost() => await _host.DisposeAsync();

    [Test]
    public async Task NewSession_IsValidByItsToken()
    {
        var grant = await _host.SignInAsync();

        var validation = await _host.Sessions.ValidateAsync(grant.Token);

        Assert.That(validation.IsValid, Is.True);
        Assert.That(validation.Session, Is.EqualTo(grant.Session));
        Assert.That(_host.Events.Single(SessionEventTypes.Created).Subject, Is.EqualTo("ada"));
    }

    [Test]
    public async Task Session_KnowsDeviceAndNetwork_AndNoRawAddress()
    {
        _host.Context = new OperationContext
        {
            RemoteAddress = IPAddress.Parse("203.0.113.77"),
            UserAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
            AcceptLanguage = "de-CH,de;q=0.9",
        };

        var session = (await _host.SignInAsync()).Session;

        Assert.Multiple(() =>
        {
            Assert.That(session.Device.Name, Is.EqualTo("Firefox on Windows"));
            Assert.That(session.Device.Fingerprint, Is.Not.Null);
            Assert.That(session.Network, Is.EqualTo("203.0.113.0/24"));
            Assert.That(session.ToString(), Does.Not.Contain("203.0.113.77"));
        });
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("not a token")]
    [TestCase("0000000000000000000000000000000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAé")]
    public async Task TextThatIsNoToken_IsRefused(string? token) =>
        Assert.That((await _host.Sessions.ValidateAsync(token)).IsValid, Is.False);

    [Test]
    public async Task EveryChangedCharacterOfAToken_IsRefused()
    {
        var token = (await _host.SignInAsync()).Token;

        for (var i = 0; i < token.Length; i++)
        {
            var changed = string.Concat(token.AsSpan(0, i), token[i] == '0' ? "1" : "0", token.AsSpan(i + 1));
            Assert.That((await _host.Sessions.ValidateAsync(changed)).IsValid, Is.False, $"character {i}");
            Assert.That((await _host.Sessions.ValidateAsync(token[..i])).IsValid, Is.False, $"cut at {i}");
        }

        Assert.That((await _host.Sessions.ValidateAsync(token)).IsValid, Is.True);
    }

    [Test]
    public async Task RightIdWithAWrongSecret_IsRefusedByNameAndReported_AndDoesNotKeepTheSessionAlive()
    {
        var grant = await _host.SignInAsync();
        var forged = grant.Session.Id + "." + new string('A', 43);
        _host.Clock.Advance(TimeSpan.FromMinutes(20));

        var validation = await _host.Sessions.ValidateAsync(forged);
        _host.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.That(validation.Status, Is.EqualTo(SessionValidationStatus.WrongSecret));
        Assert.That(_host.Events.Single(SessionEventTypes.WrongSecret).Subject, Is.EqualTo("ada"));
        Assert.That((await _host.Sessions.ValidateAsync(grant.Token)).Status, Is.EqualTo(SessionValidationStatus.Ended));
    }

    [Test]
    public async Task UnusedSession_EndsAfterTheIdleTimeout()
    {
        var grant = await _host.SignInAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.That((await _host.Sessions.ValidateAsync(grant.Token)).Status, Is.EqualTo(SessionValidationStatus.Ended));
    }

    [Test]
    public async Task UsedSession_LivesPastTheIdleTimeout_AndEndsAfter24Hours()
    {
        var grant = await _host.SignInAsync();
        for (var minutes = 0; minutes < 24 * 60; minutes += 20)
        {
            Assert.That((await _host.Sessions.ValidateAsync(grant.Token)).IsValid, Is.True, $"after {minutes} minutes");
            _host.Clock.Advance(TimeSpan.FromMinutes(20));
        }

        Assert.That((await _host.Sessions.ValidateAsync(grant.Token)).Status, Is.EqualTo(SessionValidationStatus.Ended));
    }

    [Test]
    public async Task Use_IsRecordedOncePerTouchInterval()
    {
        var grant = await _host.SignInAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(59));
        await _host.Sessions.ValidateAsync(grant.Token);
        var early = (await _host.Sessions.ListAsync("ada"))[0].LastSeenAt;
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        await _host.Sessions.ValidateAsync(grant.Token);
        var late = (await _host.Sessions.ListAsync("ada"))[0].LastSeenAt;

        Assert.That((early, late), Is.EqualTo((grant.Session.CreatedAt, grant.Session.CreatedAt + TimeSpan.FromMinutes(1))));
    }

    [Test]
    public async Task EleventhSignIn_EndsTheOldestSession_AndSaysSo()
    {
        var first = await _host.SignInAsync();
        for (var i = 0; i < 9; i++)
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(1));
            await _host.SignInAsync();
        }

        var result = await _host.Sessions.CreateAsync(_host.Start());

        Assert.Multiple(async () =>
        {
            Assert.That(result.Evicted.Single().Id, Is.EqualTo(first.Session.Id));
            Assert.That((await _host.Sessions.ValidateAsync(first.Token)).IsValid, Is.False);
            Assert.That(await _host.Sessions.ListAsync("ada"), Has.Count.EqualTo(10));
            Assert.That(_host.Events.Single(SessionEventTypes.Revoked).Reason, Is.EqualTo(SessionEndReasons.Evicted));
        });
    }

    [Test]
    public async Task SignInBeyondTheLimit_IsRefusedWhereTheHostChoseTo()
    {
        await using var host = await SessionHost.StartAsync(o =>
        {
            o.MaxSessionsPerSubject = 1;
            o.WhenLimitReached = SessionLimitAction.Refuse;
        });
        await host.SignInAsync();

        var result = await host.Sessions.CreateAsync(host.Start());

        Assert.That((result.Status, result.Grant), Is.EqualTo((SessionStartStatus.LimitReached, (SessionGrant?)null)));
        Assert.That(host.Events.Single(SessionEventTypes.Refused).Reason, Is.EqualTo("limit_reached"));
    }

    [Test]
    public async Task RevokedSession_IsRefused_AndTheEventNamesReasonAndActor()
    {
        var grant = await _host.SignInAsync();
        _host.Context = new OperationContext { Actor = "root" };

        var isRevoked = await _host.Sessions.RevokeAsync(grant.Session.Id, "ada", SessionEndReasons.RevokedByAdministrator);

        var told = _host.Events.Single(SessionEventTypes.Revoked);
        Assert.Multiple(async () =>
        {
            Assert.That(isRevoked, Is.True);
            Assert.That((await _host.Sessions.ValidateAsync(grant.Token)).Status, Is.EqualTo(SessionValidationStatus.Ended));
            Assert.That((told.Reason, told.Actor, told.Subject), Is.EqualTo((SessionEndReasons.RevokedByAdministrator, "root", "ada")));
            Assert.That(told.Data[SessionEventTypes.SessionData], Is.EqualTo(grant.Session.Id.ToString()));
        });
    }

    [Test]
    public async Task SomebodyElsesSession_CannotBeRevoked()
    {
        var grant = await _host.SignInAsync();

        Assert.That(await _host.Sessions.RevokeAsync(grant.Session.Id, "eve", SessionEndReasons.RevokedBySubject), Is.False);
        Assert.That((await _host.Sessions.ValidateAsync(grant.Token)).IsValid, Is.True);
    }

    [Test]
    public async Task RevokeAllButThis_LeavesThis()
    {
        var first = await _host.SignInAsync();
        var second = await _host.SignInAsync();

        var count = await _host.Sessions.RevokeAllAsync("ada", second.Session.Id, SessionEndReasons.SignedOut);

        Assert.That(count, Is.EqualTo(1));
        Assert.That((await _host.Sessions.ValidateAsync(first.Token)).IsValid, Is.False);
        Assert.That((await _host.Sessions.ValidateAsync(second.Token)).IsValid, Is.True);
    }

    [Test]
    public async Task SignInUnderWayDuringRevokeAll_GetsNoSession()
    {
        var underWay = _host.Start();
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        await _host.Sessions.RevokeAllAsync("ada", null, SessionEndReasons.PasswordChanged);

        var result = await _host.Sessions.CreateAsync(underWay);

        Assert.That(result.Status, Is.EqualTo(SessionStartStatus.RevokedMeanwhile));
        Assert.That(_host.Events.Single(SessionEventTypes.Refused).Reason, Is.EqualTo("revoked_meanwhile"));
    }

    [Test]
    public async Task StepUp_AddsTheFactor_AndReplacesTheToken()
    {
        var grant = await _host.SignInAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(5));
        AuthenticationFactor[] proven = [new(AuthenticationMethods.OneTimePassword, _host.Clock.GetUtcNow())];

        var raised = await _host.Sessions.AddFactorsAsync(grant.Session.Id, "ada", proven, AssuranceLevel.Two);

        Assert.Multiple(async () =>
        {
            Assert.That(raised!.Session.Methods, Is.EqualTo(new[] { "pwd", "otp", "mfa" }));
            Assert.That(raised.Session.Level, Is.EqualTo(AssuranceLevel.Two));
            Assert.That(raised.Session.AuthenticatedAt, Is.EqualTo(proven[0].At));
            Assert.That((await _host.Sessions.ValidateAsync(grant.Token)).Status, Is.EqualTo(SessionValidationStatus.WrongSecret));
            Assert.That((await _host.Sessions.ValidateAsync(raised.Token)).IsValid, Is.True);
        });
    }

    [Test]
    public async Task StepUp_OfASessionThatIsOver_BringsNothingBack()
    {
        var grant = await _host.SignInAsync();
        await _host.Sessions.RevokeAsync(grant.Session.Id, "ada", SessionEndReasons.SignedOut);

        var raised = await _host.Sessions.AddFactorsAsync(
            grant.Session.Id, "ada", [new AuthenticationFactor(AuthenticationMethods.OneTimePassword, _host.Clock.GetUtcNow())], AssuranceLevel.Two);

        Assert.That(raised, Is.Null);
        Assert.That(await _host.Sessions.ListAsync("ada"), Is.Empty);
    }

    [Test]
    public async Task UnavailableStore_IsARefusal_NeverNotRevoked()
    {
        var grant = await _host.SignInAsync();
        await using var host = await SessionHost.StartAsync(arrange: s => s.AddSingleton<ISessionStore, UnavailableSessionStore>());

        Assert.That((await host.Sessions.ValidateAsync(grant.Token)).Status, Is.EqualTo(SessionValidationStatus.StoreUnavailable));
        Assert.That(async () => await host.SignInAsync(), Throws.TypeOf<StoreUnavailableException>());
    }

    [Test]
    public async Task Tokens_AreNotInEventsOrTexts()
    {
        var grant = await _host.SignInAsync(isRenewable: true);
        await _host.Sessions.ValidateAsync(grant.Token);
        await _host.Refreshes.RefreshAsync(grant.RefreshToken);

        var secret = grant.Token[(SessionId.TextLength + 1)..];
        var refreshSecret = grant.RefreshToken![(SessionId.TextLength + 1)..];
        var texts = _host.Events.All.Select(e => $"{e} {string.Join(' ', e.Data.Values)}").Append(grant.ToString());
        Assert.That(texts, Has.None.Contains(secret).And.None.Contains(refreshSecret));
    }

    [Test]
    public async Task EndOfASession_IsToldToOtherNodes()
    {
        var told = new List<string>();
        using var subscription = _host.Get<IChangeFeed>().Subscribe(SessionChangeTopics.Ended, (notice, _) =>
        {
            told.Add(notice.Key);
            return ValueTask.CompletedTask;
        });
        var grant = await _host.SignInAsync();

        await _host.Sessions.RevokeAsync(grant.Session.Id, "ada", SessionEndReasons.SignedOut);

        Assert.That(told, Is.EqualTo(new[] { grant.Session.Id.ToString() }));
    }

    [Test]
    public void Start_WithoutSubjectOrFactor_IsMisuse()
    {
        Assert.That(async () => await _host.Sessions.CreateAsync(_host.Start(string.Empty)), Throws.ArgumentException);
        Assert.That(async () => await _host.Sessions.CreateAsync(_host.Start(new string('a', 257))), Throws.InstanceOf<ArgumentException>());
        Assert.That(async () => await _host.Sessions.CreateAsync(_host.Start() with { Factors = [] }), Throws.InstanceOf<ArgumentException>());
    }
}
