using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class RefreshManagerTests
{
    private SessionHost _host = null!;

    [SetUp]
    public async Task StartHost() => _host = await SessionHost.StartAsync();

    [TearDown]
    public async Task StopHost() => await _host.DisposeAsync();

    [Test]
    public async Task RefreshToken_IsReplacedAtEachUse()
    {
        var grant = await _host.SignInAsync(isRenewable: true);

        var first = await _host.Refreshes.RefreshAsync(grant.RefreshToken);
        var second = await _host.Refreshes.RefreshAsync(first.RefreshToken);

        Assert.That((first.IsRefreshed, second.IsRefreshed), Is.EqualTo((true, true)));
        Assert.That(new[] { grant.RefreshToken, first.RefreshToken, second.RefreshToken }, Is.Unique);
        Assert.That(second.Session!.Id, Is.EqualTo(grant.Session.Id));
    }

    [Test]
    public async Task UsedTokenAfterTheLeeway_EndsTheSessionWithAllItsTokens()
    {
        var grant = await _host.SignInAsync(isRenewable: true);
        var accessToken = _host.Issuer.Issue(grant.Session);
        var next = await _host.Refreshes.RefreshAsync(grant.RefreshToken);
        _host.Clock.Advance(TimeSpan.FromSeconds(11));

        var reused = await _host.Refreshes.RefreshAsync(grant.RefreshToken);

        Assert.Multiple(async () =>
        {
            Assert.That(reused.Status, Is.EqualTo(RefreshStatus.Reused));
            Assert.That((await _host.Refreshes.RefreshAsync(next.RefreshToken)).Status, Is.EqualTo(RefreshStatus.Invalid));
            Assert.That((await _host.Validator.ValidateAsync(accessToken.Value)).Status, Is.EqualTo(AccessTokenStatus.SessionEnded));
            Assert.That((await _host.Sessions.ValidateAsync(grant.Token)).Status, Is.EqualTo(SessionValidationStatus.Ended));
            Assert.That(_host.Events.Single(SessionEventTypes.RefreshReused).Severity, Is.EqualTo(SecurityEventSeverity.High));
            Assert.That(_host.Events.Single(SessionEventTypes.Revoked).Reason, Is.EqualTo(SessionEndReasons.RefreshReused));
        });
    }

    [Test]
    public async Task LostAnswer_WithinTheLeeway_IsGivenAgain()
    {
        var grant = await _host.SignInAsync(isRenewable: true);
        var lost = await _host.Refreshes.RefreshAsync(grant.RefreshToken);
        _host.Clock.Advance(TimeSpan.FromSeconds(10));

        var again = await _host.Refreshes.RefreshAsync(grant.RefreshToken);
        var next = await _host.Refreshes.RefreshAsync(again.RefreshToken);

        Assert.That(again.RefreshToken, Is.EqualTo(lost.RefreshToken));
        Assert.That(next.IsRefreshed, Is.True);
    }

    [Test]
    public async Task ParallelUsesOfOneToken_AllGetTheSameNextToken()
    {
        var grant = await _host.SignInAsync(isRenewable: true);

        var results = await Parallelism.RunAsync(100, _ => _host.Refreshes.RefreshAsync(grant.RefreshToken));

        Assert.That(results.Select(r => r.RefreshToken).Distinct().Count(), Is.EqualTo(1));
        Assert.That((await _host.Refreshes.RefreshAsync(results[0].RefreshToken)).IsRefreshed, Is.True);
    }

    [Test]
    public async Task RefreshToken_RenewsForSevenDaysFromSignIn_AndNoLonger()
    {
        var grant = await _host.SignInAsync(isRenewable: true);
        var token = grant.RefreshToken;
        for (var day = 0; day < 6; day++)
        {
            _host.Clock.Advance(TimeSpan.FromDays(1));
            var renewed = await _host.Refreshes.RefreshAsync(token);
            Assert.That((await _host.Validator.ValidateAsync(_host.Issuer.Issue(renewed.Session!).Value)).IsValid, Is.True, $"day {day}");
            token = renewed.RefreshToken;
        }

        _host.Clock.Advance(TimeSpan.FromDays(1));

        Assert.That((await _host.Refreshes.RefreshAsync(token)).Status, Is.EqualTo(RefreshStatus.Invalid));
    }

    [Test]
    public async Task IdAloneWithGuessedSecrets_EndsNothing()
    {
        var grant = await _host.SignInAsync(isRenewable: true);
        var guess = RefreshToken.First(grant.Session.Id).Text;

        Assert.That((await _host.Refreshes.RefreshAsync(guess)).Status, Is.EqualTo(RefreshStatus.Invalid));
        Assert.That((await _host.Refreshes.RefreshAsync(grant.RefreshToken)).IsRefreshed, Is.True);
    }

    [Test]
    public async Task EveryTruncationOfAToken_IsRefused()
    {
        var token = (await _host.SignInAsync(isRenewable: true)).RefreshToken!;

        for (var length = 0; length < token.Length; length++)
        {
            Assert.That((await _host.Refreshes.RefreshAsync(token[..length])).Status, Is.EqualTo(RefreshStatus.Invalid));
        }

        Assert.That((await _host.Refreshes.RefreshAsync(null)).Status, Is.EqualTo(RefreshStatus.Invalid));
        Assert.That((await _host.Refreshes.RefreshAsync(token + "A")).Status, Is.EqualTo(RefreshStatus.Invalid));
    }

    [Test]
    public async Task RevokedSession_IsNotRenewed()
    {
        var grant = await _host.SignInAsync(isRenewable: true);
        await _host.Sessions.RevokeAsync(grant.Session.Id, "ada", SessionEndReasons.SignedOut);

        Assert.That((await _host.Refreshes.RefreshAsync(grant.RefreshToken)).Status, Is.EqualTo(RefreshStatus.Invalid));
    }

    [Test]
    public async Task SessionToken_IsNoRefreshToken_AndTheOtherWayRound()
    {
        var grant = await _host.SignInAsync(isRenewable: true);

        Assert.That((await _host.Refreshes.RefreshAsync(grant.Token)).Status, Is.EqualTo(RefreshStatus.Invalid));
        Assert.That((await _host.Sessions.ValidateAsync(grant.RefreshToken)).IsValid, Is.False);
    }

    [Test]
    public async Task UnavailableStore_RefusesAndSaysSo()
    {
        var token = (await _host.SignInAsync(isRenewable: true)).RefreshToken;
        await using var host = await SessionHost.StartAsync(arrange: s => s.AddSingleton<ISessionStore, UnavailableSessionStore>());

        Assert.That((await host.Refreshes.RefreshAsync(token)).Status, Is.EqualTo(RefreshStatus.StoreUnavailable));
    }
}
