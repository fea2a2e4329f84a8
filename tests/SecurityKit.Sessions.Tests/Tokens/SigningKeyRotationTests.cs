using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

/// <summary>Two nodes on one store: what each signs, what each shows in its key set, and what each accepts, while keys come, go and are revoked.</summary>
[TestFixture]
public sealed class SigningKeyRotationTests
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(45);
    private static readonly TimeSpan Rotation = TimeSpan.FromHours(12);
    private static readonly TimeSpan AnnounceAhead = TimeSpan.FromHours(3);

    private readonly byte[] _masterKey = TestCrypto.NewMasterKey();
    private SessionHost _here = null!;
    private SessionHost _there = null!;

    /// <summary>The grace is the shortest that a host may have with such tokens, and the clock of the second node is as far behind as clocks may be.</summary>
    [SetUp]
    public async Task StartNodes()
    {
        var start = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
        _here = await NodeAsync(new ManualClock(start), null);
        _there = await NodeAsync(new ManualClock(start - Skew), _here);
    }

    [TearDown]
    public async Task StopNodes()
    {
        await _there.DisposeAsync();
        await _here.DisposeAsync();
    }

    [Test]
    public async Task OverManyRotations_EachKeyIsShownBeforeItSigns_AndUntilTheLastTokenItSignedHasExpired_ThenNoLonger()
    {
        var step = TimeSpan.FromMinutes(10);
        var shownSince = new Dictionary<(SessionHost Node, string Key), DateTimeOffset>();
        var firstSigned = new Dictionary<string, DateTimeOffset>();
        var lastExpiry = new Dictionary<string, DateTimeOffset>();
        var tokens = new List<(AccessToken Token, string Key)>();
        var firstKey = Active(_here);
        for (var i = 0; i < 330; i++)
        {
            // Each node looks into the store in its own turn; no change feed.
            await MaintainAsync(i % 3 == 0 ? _here : null);
            await MaintainAsync(i % 3 == 1 ? _there : null);
            foreach (var node in (SessionHost[])[_here, _there])
            {
                foreach (var key in KeysOf(node))
                {
                    shownSince.TryAdd((node, key), _here.Clock.GetUtcNow());
                }
            }

            foreach (var node in (SessionHost[])[_here, _there])
            {
                var token = node.Issuer.Issue((await node.SignInAsync($"{i % 5}")).Session);
                var key = CompactJws.TryParse(token.Value)!.KeyId!;
                tokens.Add((token, key));
                lastExpiry[key] = token.ExpiresAt;
                firstSigned.TryAdd(key, _here.Clock.GetUtcNow());
            }

            foreach (var node in (SessionHost[])[_here, _there])
            {
                using var offline = OfflineTokenVerifier.Parse(node.Get<JsonWebKeySet>().ToUtf8Json());
                foreach (var (token, _) in tokens.Where(one => one.Token.ExpiresAt > node.Clock.GetUtcNow()))
                {
                    Assert.That(offline.Verify(token.Value, "securitykit", "securitykit", node.Clock.GetUtcNow(), Skew).Status, Is.EqualTo(AccessTokenStatus.ValidUnchecked), $"step {i}");
                }

                var left = KeysOf(node).Where(key => lastExpiry.TryGetValue(key, out var expiry) && key != Active(_here) && key != Active(_there)
                    && node.Clock.GetUtcNow() > expiry + step + Refresh + (2 * Skew));
                Assert.That(left, Is.Empty, $"step {i}: nothing that lives was signed by these");
            }

            tokens.RemoveAll(one => one.Token.ExpiresAt + Skew < _here.Clock.GetUtcNow());
            Advance(step);
        }

        Assert.That(firstSigned, Has.Count.EqualTo(5), "there were four rotations");
        foreach (var (key, signedAt) in firstSigned.Where(one => one.Key != firstKey))
        {
            Assert.That(signedAt - shownSince[(_here, key)], Is.GreaterThanOrEqualTo(AnnounceAhead - Refresh - Skew), "on the one node");
            Assert.That(signedAt - shownSince[(_there, key)], Is.GreaterThanOrEqualTo(AnnounceAhead - Refresh - Skew), "on the other");
        }
    }

    [Test]
    public async Task KeyMadeOutOfTurn_IsShownOnEveryNodeBeforeItSigns()
    {
        var old = Active(_here);
        await RingsOf(_here).RotateAsync(KeyRingNames.Signing, "audit");
        var next = KeysOf(_here).Single(key => key != old);

        Advance(Refresh);
        await MaintainAsync(_there);
        Assert.That((Active(_here), Active(_there)), Is.EqualTo((old, old)));
        Assert.That(KeysOf(_there), Does.Contain(next));
        Advance(Refresh);

        Assert.That(Active(_here), Is.EqualTo(next), "the propagation delay is over");
        Assert.That(KeysOf(_there), Does.Contain(next), "and the other node has shown it for an interval already");
    }

    [Test]
    public async Task LastTokenOfANodeWhoseClockIsBehind_IsGoodOnBothUntilItExpires_AndThenItsKeyIsGone()
    {
        var old = Active(_here);
        await RingsOf(_here).RotateAsync(KeyRingNames.Signing, "audit");
        await MaintainAsync(_there);
        Advance((2 * Refresh) + Skew - TimeSpan.FromSeconds(1));
        Assert.That((Active(_here) == old, Active(_there) == old), Is.EqualTo((false, true)), "the slow clock signs on with the old key");

        await AssertIsGoodUntilItExpiresAsync(old);
    }

    [Test]
    public async Task LastTokenOfANodeThatHasNotHeardOfARotationByHand_IsGoodOnBothUntilItExpires_AndThenItsKeyIsGone()
    {
        var old = Active(_here);
        Advance(Rotation - AnnounceAhead);
        await MaintainAsync(_here);
        await MaintainAsync(_there);
        Advance(2 * Refresh);
        await RingsOf(_here).RotateAsync(KeyRingNames.Signing, "audit");
        Assert.That((Active(_here) == old, Active(_there) == old), Is.EqualTo((false, true)), "the announced key takes over; the other node does not know");
        Advance(Refresh - TimeSpan.FromSeconds(1));

        await AssertIsGoodUntilItExpiresAsync(old);
    }

    [Test]
    public async Task RevokedKey_LeavesAtOnce_AndItsTokensAreRefusedOnEveryNode([Values] bool isFeedCut)
    {
        var token = _here.Issuer.Issue((await _here.SignInAsync()).Session).Value;
        Assert.That((await _there.Validator.ValidateAsync(token)).IsValid, Is.True, "its signature is remembered there from now on");
        var leaked = Active(_here);
        await RingsOf(_here).RotateAsync(KeyRingNames.Signing, "leak");
        await MaintainAsync(_there);
        if (!isFeedCut)
        {
            await ListenAsync(_there);
        }

        Assert.That(await RingsOf(_here).RevokeAsync(KeyRingNames.Signing, leaked, "leak"), Is.EqualTo(KeyChange.Done));

        Assert.That(KeysOf(_here), Does.Not.Contain(leaked));
        Assert.That((await _here.Validator.ValidateAsync(token)).Status, Is.EqualTo(AccessTokenStatus.UnknownKey));
        if (isFeedCut)
        {
            // The stated bound without the feed: the next look into the store.
            Advance(Refresh);
            await MaintainAsync(_there);
        }

        await Until.TrueAsync(async () => (await _there.Validator.ValidateAsync(token)).Status == AccessTokenStatus.UnknownKey);
        Assert.That(KeysOf(_there), Does.Not.Contain(leaked));
        var renewed = _there.Issuer.Issue((await _there.SignInAsync()).Session).Value;
        Assert.That((await _here.Validator.ValidateAsync(renewed)).IsValid, Is.True, "the successor signs at once");
    }

    [Test]
    public async Task AfterARevocation_ANodeWhoseClockIsBehind_SignsWithTheSuccessor_AndNotWithAKeyOfThePast()
    {
        var past = Active(_here);
        await RingsOf(_here).RotateAsync(KeyRingNames.Signing, "first");
        Advance((2 * Refresh) + Skew);
        await MaintainAsync(_there);
        var leaked = Active(_there);
        Assert.That(leaked, Is.Not.EqualTo(past));
        await RingsOf(_here).RotateAsync(KeyRingNames.Signing, "leak");
        await RingsOf(_here).RevokeAsync(KeyRingNames.Signing, leaked, "leak");

        await MaintainAsync(_there);

        Assert.That(Active(_there), Is.EqualTo(Active(_here)));
        Assert.That(KeysOf(_there), Does.Not.Contain(leaked).And.Contain(past), "which still verifies");
    }

    [Test]
    public async Task KeyThatIsTakenOutOfUseUnderARunningRequest_RefusesAndDoesNotThrow()
    {
        var session = (await _here.SignInAsync()).Session;
        var ring = new BehindOnce(_here.Get<ISigningKeyRing>());
        var issuer = new TokenIssuer(ring, _here.Get<IOptionsMonitor<SessionOptions>>(), _here.Clock);
        var signature = ring.Old.Active.Sign([1]);
        await RingsOf(_here).RotateAsync(KeyRingNames.Signing, "leak");
        await RingsOf(_here).RevokeAsync(KeyRingNames.Signing, ring.Old.Active.Id, "leak");

        var token = issuer.Issue(session).Value;

        Assert.That(CompactJws.TryParse(token)!.KeyId, Is.EqualTo(Active(_here)));
        Assert.That(ring.Old.Active.Verify([1], signature), Is.False);
        Assert.That(ring.Old.Active.ExportSubjectPublicKeyInfo(), Is.Not.Empty, "a key set that is being written is written to its end");
    }

    [Test]
    public void GraceThatIsShorterThanTheTokens_StopsTheStart_AndSaysWhatToWrite()
    {
        var crypto = new CryptoOptions();
        crypto.SigningRing.Grace = TimeSpan.FromHours(1);
        var validator = new SigningGraceValidator(Options.Create(crypto));
        var options = new SessionOptions();
        options.Tokens.AccessTokenLifetime = TimeSpan.FromHours(1);

        var result = validator.Validate(null, options);
        options.Tokens.AccessTokenLifetime = TimeSpan.FromMinutes(59);

        Assert.That(result.FailureMessage, Does.StartWith("SecurityKit:Crypto:SigningRing:Grace is 01:00:00").And.Contain("01:00:35 or more"));
        Assert.That(validator.Validate(null, options).Succeeded, Is.True);
        Assert.That(new SigningGraceValidator(Options.Create(new CryptoOptions())).Validate(null, new SessionOptions()).Succeeded, Is.True, "the defaults go together");
    }

    /// <summary>The last token that the other node signs with a key that was superseded here.</summary>
    private async Task AssertIsGoodUntilItExpiresAsync(string key)
    {
        var token = _there.Issuer.Issue((await _there.SignInAsync()).Session);
        Assert.That(CompactJws.TryParse(token.Value)!.KeyId, Is.EqualTo(key));
        await MaintainAsync(_there);
        Advance(token.ExpiresAt - _here.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));

        Assert.That((await _here.Validator.ValidateAsync(token.Value)).Status, Is.EqualTo(AccessTokenStatus.Valid), "one second before its end");
        Assert.That((await _there.Validator.ValidateAsync(token.Value)).Status, Is.EqualTo(AccessTokenStatus.Valid));
        Assert.That(KeysOf(_here), Does.Contain(key));
        Assert.That(KeysOf(_there), Does.Contain(key));

        Advance(TimeSpan.FromSeconds(2) + Refresh + (2 * Skew));
        Assert.That(KeysOf(_here).Concat(KeysOf(_there)), Does.Not.Contain(key), "time alone takes it out, no call and no store");
    }

    private static async Task ListenAsync(SessionHost node)
    {
        foreach (var service in node.Get<IEnumerable<IHostedService>>().OfType<IHostedLifecycleService>())
        {
            await service.StartingAsync(CancellationToken.None);
        }
    }

    private static string[] KeysOf(SessionHost node)
    {
        using var document = JsonDocument.Parse(node.Get<JsonWebKeySet>().ToUtf8Json());
        return [.. document.RootElement.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
    }

    private static string Active(SessionHost node) => node.Get<ISigningKeyRing>().Current.Active.Id;

    private static IKeyRingManager RingsOf(SessionHost node) => node.Get<IKeyRingManager>();

    private static async Task MaintainAsync(SessionHost? node)
    {
        if (node is not null)
        {
            await RingsOf(node).MaintainAsync();
        }
    }

    private void Advance(TimeSpan by)
    {
        _here.Clock.Advance(by);
        _there.Clock.Advance(by);
    }

    private Task<SessionHost> NodeAsync(ManualClock clock, SessionHost? sharing) => SessionHost.StartAsync(
        options => (options.Tokens.AccessTokenLifetime, options.Tokens.ClockSkew, options.IdleTimeout) = (Lifetime, Skew, TimeSpan.FromHours(4)),
        clock,
        services =>
        {
            if (sharing is not null)
            {
                services.AddSingleton(sharing.Get<IKeyRingStore>()).AddSingleton(sharing.Get<ISessionStore>()).AddSingleton(sharing.Get<IChangeFeed>())
                    .AddSingleton(sharing.Get<ILeaseStore>()).AddSingleton(sharing.Get<ICounterStore>());
            }
        },
        crypto =>
        {
            (crypto.RefreshInterval, crypto.PropagationDelay) = (Refresh, 2 * Refresh);
            crypto.SigningRing.RotationPeriod = Rotation;
            crypto.SigningRing.AnnounceAhead = AnnounceAhead;
            crypto.SigningRing.Grace = Lifetime + Skew + Refresh;
        },
        _masterKey);

    /// <summary>Shows the keys as they were, once: what a request sees that took them just before they changed.</summary>
    private sealed class BehindOnce(ISigningKeyRing ring) : ISigningKeyRing
    {
        private bool _isUsed;

        internal SigningKeySet Old { get; } = ring.Current;

        public SigningKeySet Current
        {
            get
            {
                var isFirst = !_isUsed;
                _isUsed = true;
                return isFirst ? Old : ring.Current;
            }
        }
    }
}
