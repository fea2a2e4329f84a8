using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Sessions;

namespace SecurityKit.Testing;

/// <summary>A suspicious sign-in does not become less so by being tried again, whichever store keeps what was seen.</summary>
public abstract class SuspicionContract
{
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private const string Iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

    private static readonly SuspicionSignal[] AllOfTheThief = [SuspicionSignal.NewDevice, SuspicionSignal.NewNetwork, SuspicionSignal.ImpossibleTravel];

    private ServiceProvider _node = null!;
    private string _subject = null!;

    private SessionManager Sessions => _node.GetRequiredService<SessionManager>();

    /// <summary>A node that keeps sessions and counters in the store under test.</summary>
    protected abstract Task<ServiceProvider> CreateNodeAsync(Action<ISecurityKitBuilder> configure);

    [TearDown]
    public async Task Stop() => await _node.DisposeAsync();

    [Test]
    public async Task TheSameSignInAgain_IsAsSuspicious_AndStillMustStepUp()
    {
        await StartAsync(static policy => policy.StepUpScore = 60);
        await VictimSignsInAsync();

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var thief = await ThiefSignsInAsync();
            Assert.That(thief.Assessment.Signals, Is.EquivalentTo(AllOfTheThief), $"attempt {attempt}");
            Assert.That(thief.Grant!.Session.RequiresStepUp, Is.True, $"attempt {attempt}");
        }
    }

    [Test]
    public async Task TheSameSignInAgain_IsAsSuspicious_AndStillRefused()
    {
        await StartAsync(static policy => policy.RevokeScore = 90);
        await VictimSignsInAsync();

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var thief = await ThiefSignsInAsync();
            Assert.That((thief.Assessment.Score, thief.Status), Is.EqualTo((90, SessionStartStatus.Suspicious)), $"attempt {attempt}");
        }
    }

    [Test]
    public async Task TheSameSignInAgain_IsAsSuspicious_AndStillGetsNoSessionForEnrolment()
    {
        await StartAsync(static policy => policy.StepUpScore = 30);
        await VictimSignsInAsync(isForEnrollment: true);

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Assert.That((await ThiefSignsInAsync(isForEnrollment: true)).Status, Is.EqualTo(SessionStartStatus.Suspicious), $"attempt {attempt}");
        }
    }

    [Test]
    public async Task ASessionThatWaitsForAStepUp_IsNoPlaceToHaveTravelledFrom()
    {
        await StartAsync(static policy => policy.StepUpScore = 60);
        await VictimSignsInAsync();
        await ThiefSignsInAsync();

        Assert.That((await VictimSignsInAsync()).Assessment, Is.EqualTo(SuspicionAssessment.None));
        Assert.That((await ThiefSignsInAsync()).Assessment.Signals, Does.Contain(SuspicionSignal.ImpossibleTravel));
    }

    [Test]
    public async Task WhereAStepUpSucceeded_TheNextSignInIsNotSuspicious()
    {
        await StartAsync(static policy => policy.StepUpScore = 60);
        await VictimSignsInAsync();
        var pending = (await ThiefSignsInAsync()).Grant!.Session;

        var code = new AuthenticationFactor(AuthenticationMethods.OneTimePassword, TimeProvider.System.GetUtcNow());
        Assert.That(await Sessions.AddFactorsAsync(pending.Id, _subject, [code], AssuranceLevel.Two), Is.Not.Null);

        Assert.That((await ThiefSignsInAsync()).Assessment, Is.EqualTo(SuspicionAssessment.None));
    }

    [Test]
    public async Task AnAddressThatIsOneTooMany_IsSoTheNextTime()
    {
        await StartAsync(static policy => policy.StepUpScore = 40);
        for (var i = 1; i <= 3; i++)
        {
            Assert.That((await SignInAsync($"203.0.113.{i}", Firefox)).Assessment.Score, Is.Zero);
        }

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Assert.That((await SignInAsync("203.0.113.4", Firefox)).Assessment.Signals, Is.EqualTo(new[] { SuspicionSignal.ManyAddresses }), $"attempt {attempt}");
        }

        Assert.That((await SignInAsync("203.0.113.3", Firefox)).Assessment.Score, Is.Zero);
    }

    [Test]
    public async Task ParallelSignInsFromManyAddresses_AreUnsuspiciousFromThreeOnly()
    {
        await StartAsync(static policy => policy.NewDeviceScore = policy.NewNetworkScore = 0);

        var results = await Task.WhenAll(Enumerable.Range(1, 12).Select(i => Task.Run(async () => await SignInAsync($"203.0.113.{i}", Firefox))));

        Assert.That(results.Count(result => !result.Assessment.Signals.Contains(SuspicionSignal.ManyAddresses)), Is.EqualTo(3));
    }

    private async Task StartAsync(Action<SuspicionOptions> policy)
    {
        _subject = $"subject-{Guid.NewGuid():N}";
        _node = await CreateNodeAsync(kit =>
        {
            kit.Services.AddSingleton<IGeoResolver, TwoPlaces>();
            kit.AddSessions(options => policy(options.Suspicion)).AddTestCrypto();
        });
        await _node.GetRequiredService<IKeyRingManager>().InitializeAsync();
    }

    private Task<SessionStartResult> VictimSignsInAsync(bool isForEnrollment = false) => SignInAsync("192.0.2.1", Firefox, isForEnrollment);

    private Task<SessionStartResult> ThiefSignsInAsync(bool isForEnrollment = false) => SignInAsync("198.51.100.1", Iphone, isForEnrollment);

    private async Task<SessionStartResult> SignInAsync(string address, string userAgent, bool isForEnrollment = false)
    {
        _node.GetRequiredService<IOperationContextAccessor>().Current = new OperationContext { RemoteAddress = IPAddress.Parse(address), UserAgent = userAgent };
        return await Sessions.CreateAsync(new SessionStart
        {
            Subject = _subject,
            Factors = [new AuthenticationFactor(AuthenticationMethods.Password, TimeProvider.System.GetUtcNow())],
            Level = AssuranceLevel.One,
            IsForEnrollment = isForEnrollment,
        });
    }

    /// <summary>The victim's network in Zurich and the thief's in Sydney.</summary>
    private sealed class TwoPlaces : IGeoResolver
    {
        public ValueTask<GeoPoint?> LocateAsync(string network, CancellationToken cancellationToken) => ValueTask.FromResult<GeoPoint?>(network switch
        {
            "192.0.2.0/24" => new GeoPoint(47.37, 8.54),
            "198.51.100.0/24" => new GeoPoint(-33.87, 151.21),
            _ => null,
        });
    }
}
