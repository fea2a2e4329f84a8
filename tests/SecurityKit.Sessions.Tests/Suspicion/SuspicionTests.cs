using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class SuspicionTests
{
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private const string NewerFirefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0";
    private const string Iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

    private SessionHost _host = null!;

    [SetUp]
    public async Task StartHost() => _host = await SessionHost.StartAsync(arrange: s => s.AddSingleton<IGeoResolver, TwoCities>());

    [TearDown]
    public async Task StopHost() => await _host.DisposeAsync();

    [Test]
    public async Task FirstSignInOfAll_IsNotSuspicious()
    {
        From("203.0.113.1", Firefox);

        Assert.That(await AssessAsync(), Is.EqualTo(SuspicionAssessment.None));
        Assert.That(_host.Events.Of(SessionEventTypes.Suspicion), Is.Empty);
    }

    [Test]
    public async Task KnownDeviceInAKnownNetwork_IsNotSuspicious_AfterAnUpdateOfTheBrowserEither()
    {
        From("203.0.113.1", Firefox);
        await AssessAsync();
        From("203.0.113.2", NewerFirefox);

        Assert.That(await AssessAsync(), Is.EqualTo(SuspicionAssessment.None));
    }

    [Test]
    public async Task NewDevice_IsOneSignal_AndKnownFromThenOn()
    {
        From("203.0.113.1", Firefox);
        await AssessAsync();
        From("203.0.113.1", Iphone);

        var first = await AssessAsync();
        var second = await AssessAsync();

        Assert.That((first.Score, first.Signals.Single(), first.Action), Is.EqualTo((20, SuspicionSignal.NewDevice, SuspicionAction.Allow)));
        Assert.That(second, Is.EqualTo(SuspicionAssessment.None));
        var told = _host.Events.Single(SessionEventTypes.Suspicion);
        Assert.That((told.Reason, told.Data[SessionEventTypes.ScoreData], told.Data[SessionEventTypes.SignalsData]), Is.EqualTo(("allow", "20", "NewDevice")));
    }

    [Test]
    public async Task DeviceNotSeenForAMonth_IsNewAgain_AndOneInUseIsNot()
    {
        From("203.0.113.1", Firefox);
        await AssessAsync();
        for (var week = 0; week < 8; week++)
        {
            _host.Clock.Advance(TimeSpan.FromDays(7));
            Assert.That((await AssessAsync()).Score, Is.Zero);
        }

        From("203.0.113.1", null);
        for (var week = 0; week < 5; week++)
        {
            _host.Clock.Advance(TimeSpan.FromDays(7));
            await AssessAsync();
        }

        From("203.0.113.1", Firefox);
        Assert.That((await AssessAsync()).Signals, Is.EqualTo(new[] { SuspicionSignal.NewDevice }));
    }

    [Test]
    public async Task NewNetwork_IsOneSignal()
    {
        From("203.0.113.1", Firefox);
        await AssessAsync();
        From("198.18.0.1", Firefox);

        Assert.That((await AssessAsync()).Signals, Is.EqualTo(new[] { SuspicionSignal.NewNetwork }));
    }

    [Test]
    public async Task FourthAddressWithinAnHour_IsOneSignal_AndTheFirstThreeAgainAreNot()
    {
        for (var i = 1; i <= 3; i++)
        {
            From($"203.0.113.{i}", Firefox);
            Assert.That((await AssessAsync()).Score, Is.Zero);
        }

        From("203.0.113.1", Firefox);
        Assert.That((await AssessAsync()).Score, Is.Zero);
        From("203.0.113.4", Firefox);
        var fourth = await AssessAsync();
        _host.Clock.Advance(TimeSpan.FromHours(1));
        From("203.0.113.5", Firefox);
        var later = await AssessAsync();

        Assert.That(fourth.Signals, Is.EqualTo(new[] { SuspicionSignal.ManyAddresses }));
        Assert.That(later.Score, Is.Zero);
    }

    [TestCase(0, true)]
    [TestCase(15, true)]
    [TestCase(18, false)]
    public async Task WayThatNobodyTravelsInTheTime_IsOneSignal(int hoursLater, bool isImpossible)
    {
        await using var host = await SessionHost.StartAsync(o => o.IdleTimeout = TimeSpan.FromHours(20), arrange: s => s.AddSingleton<IGeoResolver, TwoCities>());
        host.Context = ContextOf(TwoCities.Zurich, Firefox);
        await host.SignInAsync();
        host.Clock.Advance(TimeSpan.FromHours(hoursLater));
        host.Context = ContextOf(TwoCities.Sydney, Firefox);

        var assessment = (await host.Sessions.CreateAsync(host.Start())).Assessment;

        Assert.That(assessment.Signals.Contains(SuspicionSignal.ImpossibleTravel), Is.EqualTo(isImpossible));
    }

    [Test]
    public async Task SeveralSignals_AddUp_AndARevokingScoreRefusesTheSignIn()
    {
        await using var host = await SessionHost.StartAsync(
            o => o.Suspicion.RevokeScore = 90, arrange: s => s.AddSingleton<IGeoResolver, TwoCities>());
        host.Context = ContextOf(TwoCities.Zurich, Firefox);
        await host.SignInAsync();
        host.Context = ContextOf(TwoCities.Sydney, Iphone);

        var result = await host.Sessions.CreateAsync(host.Start());

        Assert.Multiple(async () =>
        {
            Assert.That(result.Assessment.Score, Is.EqualTo(90));
            Assert.That(
                result.Assessment.Signals,
                Is.EquivalentTo(new[] { SuspicionSignal.NewDevice, SuspicionSignal.NewNetwork, SuspicionSignal.ImpossibleTravel }));
            Assert.That((result.Status, result.Grant), Is.EqualTo((SessionStartStatus.Suspicious, (SessionGrant?)null)));
            Assert.That(await host.Sessions.ListAsync("ada"), Has.Count.EqualTo(1));
            Assert.That(host.Events.Single(SessionEventTypes.Refused).Reason, Is.EqualTo("suspicious"));
        });
    }

    [Test]
    public async Task StepUpScore_MakesASessionThatIsGoodForNothingUntilAFactorIsAdded()
    {
        await using var host = await SessionHost.StartAsync(o => o.Suspicion.StepUpScore = 20);
        host.Context = ContextOf("203.0.113.1", Firefox);
        await host.SignInAsync();
        host.Context = ContextOf("203.0.113.1", Iphone);
        var grant = await host.SignInAsync();
        var token = host.Issuer.Issue(grant.Session).Value;

        var before = await host.Sessions.ValidateAsync(grant.Token);
        var tokenBefore = await host.Validator.ValidateAsync(token);
        var raised = await host.Sessions.AddFactorsAsync(
            grant.Session.Id, "ada", [new AuthenticationFactor(AuthenticationMethods.OneTimePassword, host.Clock.GetUtcNow())], AssuranceLevel.Two);

        Assert.Multiple(async () =>
        {
            Assert.That((before.Status, before.IsValid, before.Session?.Id), Is.EqualTo((SessionValidationStatus.StepUpRequired, false, (SessionId?)grant.Session.Id)));
            Assert.That((tokenBefore.Status, tokenBefore.IsValid), Is.EqualTo((AccessTokenStatus.StepUpRequired, false)));
            Assert.That((await host.Sessions.ValidateAsync(raised!.Token)).IsValid, Is.True);
            Assert.That((await host.Validator.ValidateAsync(token)).IsValid, Is.True);
        });
    }

    [Test]
    public async Task ASuspiciousSignIn_GetsNoSessionForEnrolment()
    {
        await using var host = await SessionHost.StartAsync(o => o.Suspicion.StepUpScore = 20);
        host.Context = ContextOf("203.0.113.1", Firefox);
        await host.SignInAsync();
        Assert.That((await host.Sessions.CreateAsync(host.Start() with { IsForEnrollment = true })).Status, Is.EqualTo(SessionStartStatus.Created));
        host.Context = ContextOf("203.0.113.1", Iphone);
        var refused = await host.Sessions.CreateAsync(host.Start() with { IsForEnrollment = true });
        Assert.That((refused.Status, refused.Grant), Is.EqualTo((SessionStartStatus.Suspicious, (SessionGrant?)null)));
    }

    [Test]
    public async Task ASessionForEnrolment_IsGoodForNothingUntilAFactorIsAdded()
    {
        await using var host = await SessionHost.StartAsync();
        var grant = (await host.Sessions.CreateAsync(host.Start() with { IsForEnrollment = true })).Grant!;
        var before = await host.Sessions.ValidateAsync(grant.Token);
        Assert.That((before.Status, before.IsValid, before.Session!.IsForEnrollment), Is.EqualTo((SessionValidationStatus.StepUpRequired, false, true)));
        Assert.That(grant.Session.Level, Is.EqualTo(AssuranceLevel.None), "a password counts for nothing here");
        var raised = await host.Sessions.AddFactorsAsync(
            grant.Session.Id, "ada", [new AuthenticationFactor(AuthenticationMethods.OneTimePassword, host.Clock.GetUtcNow())], AssuranceLevel.Two);
        var after = await host.Sessions.ValidateAsync(raised!.Token);
        Assert.That((after.IsValid, after.Session!.IsForEnrollment, after.Session.Level), Is.EqualTo((true, false, AssuranceLevel.Two)));
        Assert.That((await host.Sessions.ValidateAsync(grant.Token)).IsValid, Is.False, "the token changes with what it is worth");
    }

    [TestCase(Iphone)]
    [TestCase(null)]
    public async Task TokenFromAnotherBrowser_EndsTheSession(string? thief)
    {
        From("203.0.113.1", Firefox);
        var grant = await _host.SignInAsync();
        var token = _host.Issuer.Issue(grant.Session).Value;
        From("203.0.113.1", NewerFirefox);
        Assert.That((await _host.Sessions.ValidateAsync(grant.Token)).IsValid, Is.True, "an update is no other browser");
        From("203.0.113.1", thief);

        var stolen = await _host.Validator.ValidateAsync(token);
        From("203.0.113.1", Firefox);

        Assert.Multiple(async () =>
        {
            Assert.That(stolen.Status, Is.EqualTo(AccessTokenStatus.Suspicious));
            Assert.That((await _host.Sessions.ValidateAsync(grant.Token)).Status, Is.EqualTo(SessionValidationStatus.Ended));
            Assert.That(_host.Events.Single(SessionEventTypes.Revoked).Reason, Is.EqualTo(SessionEndReasons.Suspicious));
        });
    }

    [Test]
    public async Task RefreshTokenFromAnotherBrowser_EndsTheSession_AndGetsNothing()
    {
        From("203.0.113.1", Firefox);
        var grant = await _host.SignInAsync(isRenewable: true);
        From("203.0.113.1", NewerFirefox);
        var renewed = await _host.Refreshes.RefreshAsync(grant.RefreshToken);
        Assert.That(renewed.Status, Is.EqualTo(RefreshStatus.Refreshed), "an update is no other browser");
        From("203.0.113.1", Iphone);

        var stolen = await _host.Refreshes.RefreshAsync(renewed.RefreshToken);
        From("203.0.113.1", Firefox);

        Assert.That((stolen.Status, stolen.RefreshToken, stolen.Session), Is.EqualTo((RefreshStatus.Invalid, (string?)null, (Session?)null)));
        Assert.That((await _host.Sessions.ValidateAsync(grant.Token)).Status, Is.EqualTo(SessionValidationStatus.Ended));
        Assert.That((await _host.Refreshes.RefreshAsync(renewed.RefreshToken)).Status, Is.EqualTo(RefreshStatus.Invalid));
        Assert.That(_host.Events.Single(SessionEventTypes.Revoked).Reason, Is.EqualTo(SessionEndReasons.Suspicious));
    }

    [Test]
    public async Task SignalThatIsSwitchedOff_IsNeitherCountedNorTold()
    {
        await using var host = await SessionHost.StartAsync(o => o.Suspicion.UserAgentChangedScore = 0);
        host.Context = ContextOf("203.0.113.1", Firefox);
        var grant = await host.SignInAsync();
        host.Context = ContextOf("203.0.113.1", Iphone);

        Assert.That((await host.Sessions.ValidateAsync(grant.Token)).IsValid, Is.True);
        Assert.That(host.Events.Of(SessionEventTypes.Suspicion), Is.Empty);
    }

    [Test]
    public void Distance_IsTheOneOnTheMap() =>
        Assert.That(TwoCities.ZurichAt.KilometresTo(TwoCities.SydneyAt), Is.EqualTo(16_560).Within(50));

    private static OperationContext ContextOf(string address, string? userAgent) => new() { RemoteAddress = IPAddress.Parse(address), UserAgent = userAgent };

    private void From(string address, string? userAgent) => _host.Context = ContextOf(address, userAgent);

    private async Task<SuspicionAssessment> AssessAsync() => (await _host.Sessions.CreateAsync(_host.Start())).Assessment;

    private sealed class TwoCities : IGeoResolver
    {
        internal const string Zurich = "192.0.2.1";
        internal const string Sydney = "198.51.100.1";
        internal static readonly GeoPoint ZurichAt = new(47.37, 8.54);
        internal static readonly GeoPoint SydneyAt = new(-33.87, 151.21);

        public ValueTask<GeoPoint?> LocateAsync(string network, CancellationToken cancellationToken) => ValueTask.FromResult<GeoPoint?>(network switch
        {
            "192.0.2.0/24" => ZurichAt,
            "198.51.100.0/24" => SydneyAt,
            _ => null,
        });
    }
}
