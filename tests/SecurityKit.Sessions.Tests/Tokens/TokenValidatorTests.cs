using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class TokenValidatorTests
{
    private SessionHost _host = null!;
    private SessionGrant _grant = null!;
    private TokenForge _forge = null!;

    [SetUp]
    public async Task SignIn()
    {
        _host = await SessionHost.StartAsync();
        _grant = await _host.SignInAsync();
        _forge = new TokenForge(_host, _grant.Session);
    }

    [TearDown]
    public async Task StopHost() => await _host.DisposeAsync();

    [Test]
    public async Task IssuedToken_IsValid_AndSaysWhatTheSessionIs()
    {
        var token = _host.Issuer.Issue(_grant.Session);

        var validation = await _host.Validator.ValidateAsync(token.Value);

        var claims = validation.Claims!;
        Assert.Multiple(() =>
        {
            Assert.That(validation.IsValid, Is.True);
            Assert.That(validation.Session, Is.EqualTo(_grant.Session));
            Assert.That((claims.Issuer, claims.Audiences.Single(), claims.Subject), Is.EqualTo(("securitykit", "securitykit", "ada")));
            Assert.That((claims.SessionId, claims.TokenId), Is.EqualTo((_grant.Session.Id, token.Id)));
            Assert.That(claims.ExpiresAt - claims.IssuedAt, Is.EqualTo(TimeSpan.FromMinutes(30)));
            Assert.That(claims.NotBefore, Is.EqualTo(claims.IssuedAt));
            Assert.That((claims.Methods.Single(), claims.Level), Is.EqualTo(("pwd", AssuranceLevel.One)));
            Assert.That(claims.AuthenticatedAt, Is.EqualTo(_grant.Session.AuthenticatedAt));
        });
    }

    [Test]
    public async Task ExpiredToken_IsRefusedAtTheSecond()
    {
        var token = _host.Issuer.Issue(_grant.Session).Value;
        await MoveOnAsync(TimeSpan.FromMinutes(30) - TimeSpan.FromTicks(1));
        var last = await StatusOfAsync(token);
        _host.Clock.Advance(TimeSpan.FromTicks(1));

        Assert.That((last, await StatusOfAsync(token)), Is.EqualTo((AccessTokenStatus.Valid, AccessTokenStatus.Expired)));
    }

    [Test]
    public async Task TokenNearTheEndOfItsSession_DoesNotOutliveIt()
    {
        await MoveOnAsync(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(10));

        var token = _host.Issuer.Issue((await _host.Sessions.ListAsync("ada"))[0]);

        Assert.That(token.ExpiresAt, Is.EqualTo(_grant.Session.ExpiresAt));
    }

    [Test]
    public void SessionThatIsOver_GetsNoToken()
    {
        _host.Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.That(() => _host.Issuer.Issue(_grant.Session), Throws.ArgumentException);
    }

    [TestCase(5, AccessTokenStatus.Valid)]
    [TestCase(6, AccessTokenStatus.NotYetValid)]
    public async Task TokenFromTheFuture_IsRefusedBeyondTheClockSkew(int seconds, AccessTokenStatus expected)
    {
        var token = _forge.Sign(claims => claims["nbf"] = claims["iat"] = Now + seconds);

        Assert.That(await StatusOfAsync(token), Is.EqualTo(expected));
    }

    [Test]
    public async Task TokenSignedByARingKeyButOfAnotherType_IsRefused()
    {
        foreach (var type in new[] { "JWT", "at+jwt2", "dpop+jwt", "logout+jwt", "" })
        {
            Assert.That(await StatusOfAsync(_forge.Sign(type: type)), Is.EqualTo(AccessTokenStatus.WrongType), type);
        }

        Assert.That(await StatusOfAsync(_forge.Sign(type: "application/at+JWT")), Is.EqualTo(AccessTokenStatus.Valid));
    }

    [Test]
    public async Task WrongIssuer_IsRefused() =>
        Assert.That(await StatusOfAsync(_forge.Sign(claims => claims["iss"] = "SecurityKit")), Is.EqualTo(AccessTokenStatus.WrongIssuer));

    [Test]
    public async Task WrongAudience_IsRefused_AndOneOfSeveralIsEnough()
    {
        Assert.That(await StatusOfAsync(_forge.Sign(claims => claims["aud"] = "another")), Is.EqualTo(AccessTokenStatus.WrongAudience));
        Assert.That(await StatusOfAsync(_forge.Sign(claims => claims["aud"] = new[] { "another", "securitykit" })), Is.EqualTo(AccessTokenStatus.Valid));
    }

    [TestCase("iss")]
    [TestCase("aud")]
    [TestCase("sub")]
    [TestCase("sid")]
    [TestCase("jti")]
    [TestCase("iat")]
    [TestCase("nbf")]
    [TestCase("exp")]
    [TestCase("amr")]
    [TestCase("acr")]
    [TestCase("auth_time")]
    public async Task MissingClaim_IsRefused(string name) =>
        Assert.That(await StatusOfAsync(_forge.Sign(claims => claims.Remove(name))), Is.EqualTo(AccessTokenStatus.Malformed));

    [TestCase("exp", "\"soon\"")]
    [TestCase("exp", "1e99")]
    [TestCase("exp", "-1")]
    [TestCase("exp", "9223372036854775807")]
    [TestCase("iss", "5")]
    [TestCase("aud", "[]")]
    [TestCase("aud", "[1]")]
    [TestCase("sid", "\"x\"")]
    [TestCase("acr", "\"aal9\"")]
    [TestCase("cnf", "5")]
    [TestCase("cnf", "{\"x5t#S256\":\"abc\"}")]
    public async Task ClaimOfTheWrongKind_IsRefused(string name, string json) =>
        Assert.That(
            await StatusOfAsync(_forge.Sign(claims => claims[name] = JsonDocument.Parse(json).RootElement)), Is.EqualTo(AccessTokenStatus.Malformed));

    [Test]
    public async Task DoubledClaim_IsRefused()
    {
        var token = JwtWriter.Write(_forge.Keys.Active, "at+jwt", writer =>
        {
            foreach (var (name, value) in _forge.Claims())
            {
                writer.WritePropertyName(name);
                JsonSerializer.Serialize(writer, value);
            }

            writer.WriteString("sub", "root");
        });

        Assert.That(await StatusOfAsync(token), Is.EqualTo(AccessTokenStatus.Malformed));
    }

    [TestCase("none")]
    [TestCase("None")]
    [TestCase("HS256")]
    [TestCase("RS256")]
    [TestCase("ES384")]
    [TestCase("es256")]
    [TestCase("EdDSA")]
    public async Task AnyOtherAlgorithm_IsRefused(string algorithm)
    {
        var parts = _host.Issuer.Issue(_grant.Session).Value.Split('.');
        var header = TokenForge.Encode($$"""{"alg":"{{algorithm}}","typ":"at+jwt","kid":"{{_forge.Keys.Active.Id}}"}""");

        Assert.That(await StatusOfAsync($"{header}.{parts[1]}.{parts[2]}"), Is.EqualTo(AccessTokenStatus.WrongAlgorithm));
        Assert.That(await StatusOfAsync($"{header}.{parts[1]}."), Is.EqualTo(AccessTokenStatus.WrongAlgorithm));
    }

    [Test]
    public async Task HmacUnderThePublicKey_IsRefused()
    {
        var parts = _host.Issuer.Issue(_grant.Session).Value.Split('.');
        var input = TokenForge.Encode($$"""{"alg":"HS256","typ":"at+jwt","kid":"{{_forge.Keys.Active.Id}}"}""") + "." + parts[1];
        var mac = HMACSHA256.HashData(_host.Get<JsonWebKeySet>().ToUtf8Json().Span, Encoding.ASCII.GetBytes(input));

        Assert.That(await StatusOfAsync($"{input}.{Base64Url.EncodeToString(mac)}"), Is.EqualTo(AccessTokenStatus.WrongAlgorithm));
    }

    [Test]
    public async Task ForeignKey_IsRefused_ByItsOwnIdAndUnderOurs()
    {
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.That(await StatusOfAsync(_forge.SignWith(foreign, "foreign")), Is.EqualTo(AccessTokenStatus.UnknownKey));
        Assert.That(await StatusOfAsync(_forge.SignWith(foreign, _forge.Keys.Active.Id)), Is.EqualTo(AccessTokenStatus.WrongSignature));
        Assert.That(await StatusOfAsync(_forge.SignWith(foreign, null)), Is.EqualTo(AccessTokenStatus.UnknownKey));
    }

    [Test]
    public async Task KeyInsideTheToken_IsNotBelieved()
    {
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = foreign.ExportParameters(false).Q;
        var jwk = $$"""{"kty":"EC","crv":"P-256","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""";

        Assert.That(await StatusOfAsync(_forge.SignWith(foreign, _forge.Keys.Active.Id, $",\"jwk\":{jwk}")), Is.EqualTo(AccessTokenStatus.WrongSignature));
        Assert.That(await StatusOfAsync(_forge.SignWith(foreign, "foreign", $",\"jwk\":{jwk}")), Is.EqualTo(AccessTokenStatus.UnknownKey));
    }

    [Test]
    public async Task AlteredSid_IsRefused()
    {
        var other = await _host.SignInAsync("root");
        var parts = _host.Issuer.Issue(_grant.Session).Value.Split('.');
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]))
            .Replace(_grant.Session.Id.ToString(), other.Session.Id.ToString(), StringComparison.Ordinal);

        Assert.That(await StatusOfAsync($"{parts[0]}.{TokenForge.Encode(payload)}.{parts[2]}"), Is.EqualTo(AccessTokenStatus.WrongSignature));
    }

    [Test]
    public async Task SessionOfAnotherSubject_IsRefused_EvenWithAGoodSignature()
    {
        var other = await _host.SignInAsync("root");

        Assert.That(await StatusOfAsync(_forge.Sign(claims => claims["sid"] = other.Session.Id.ToString())), Is.EqualTo(AccessTokenStatus.SessionEnded));
    }

    [Test]
    public async Task EveryChangedOrMissingCharacter_IsRefused()
    {
        var token = _host.Issuer.Issue(_grant.Session).Value;

        for (var i = 0; i < token.Length; i++)
        {
            var changed = string.Concat(token.AsSpan(0, i), token[i] == 'A' ? "B" : "A", token.AsSpan(i + 1));
            Assert.That(await StatusOfAsync(changed), Is.Not.EqualTo(AccessTokenStatus.Valid), $"changed at {i}");
            Assert.That(await StatusOfAsync(token[..i]), Is.Not.EqualTo(AccessTokenStatus.Valid), $"cut at {i}");
            Assert.That(await StatusOfAsync(token.Remove(i, 1)), Is.Not.EqualTo(AccessTokenStatus.Valid), $"without {i}");
        }

        Assert.That(await StatusOfAsync(token), Is.EqualTo(AccessTokenStatus.Valid));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("..")]
    [TestCase("a.b")]
    [TestCase("a.b.c.d")]
    [TestCase("é.é.é")]
    public async Task TextThatIsNoJwt_IsRefused(string? token) => Assert.That(await StatusOfAsync(token), Is.EqualTo(AccessTokenStatus.Malformed));

    [Test]
    public async Task OversizedToken_IsRefusedUnread() =>
        Assert.That(await StatusOfAsync(new string('A', 1 << 20)), Is.EqualTo(AccessTokenStatus.Malformed));

    [Test]
    public async Task UnderstoodCriticalHeader_IsRefused() =>
        Assert.That(await StatusOfAsync(_forge.SignWithRing(",\"crit\":[\"exp\"]")), Is.EqualTo(AccessTokenStatus.Malformed));

    [Test]
    public async Task DoubledHeaderMember_IsRefused() =>
        Assert.That(await StatusOfAsync(_forge.SignWithRing(",\"alg\":\"ES256\"")), Is.EqualTo(AccessTokenStatus.Malformed));

    [Test]
    public async Task RevokedSession_KillsItsTokens()
    {
        var token = _host.Issuer.Issue(_grant.Session).Value;
        Assert.That(await StatusOfAsync(token), Is.EqualTo(AccessTokenStatus.Valid));

        await _host.Sessions.RevokeAsync(_grant.Session.Id, "ada", SessionEndReasons.SignedOut);

        Assert.That(await StatusOfAsync(token), Is.EqualTo(AccessTokenStatus.SessionEnded));
    }

    [Test]
    public async Task RevokedToken_IsRefusedUntilItWouldHaveExpired_AndOthersOfItsSessionAreNot()
    {
        var revoked = _host.Issuer.Issue(_grant.Session).Value;
        var other = _host.Issuer.Issue(_grant.Session).Value;
        var claims = (await _host.Validator.ValidateAsync(revoked)).Claims!;

        await _host.Validator.RevokeAsync(claims, "leaked");
        await MoveOnAsync(TimeSpan.FromMinutes(30) - TimeSpan.FromTicks(1));

        Assert.Multiple(async () =>
        {
            Assert.That(await StatusOfAsync(revoked), Is.EqualTo(AccessTokenStatus.Revoked));
            Assert.That(await StatusOfAsync(other), Is.EqualTo(AccessTokenStatus.Valid));
            Assert.That(_host.Events.Single(SessionEventTypes.TokenRevoked).Reason, Is.EqualTo("leaked"));
        });
    }

    [Test]
    public async Task UnavailableStore_IsARefusal_NeverNotRevoked()
    {
        await using var host = await SessionHost.StartAsync(arrange: s => s.AddSingleton<ISessionStore, UnavailableSessionStore>());
        var token = host.Issuer.Issue(_grant.Session).Value;

        var validation = await host.Validator.ValidateAsync(token);

        Assert.That((validation.Status, validation.IsValid), Is.EqualTo((AccessTokenStatus.StoreUnavailable, false)));
    }

    [Test]
    public async Task HostThatChoseTo_AcceptsGoodTokensUnchecked_WhileTheStoreIsAway_AndNoBadOnes()
    {
        await using var host = await SessionHost.StartAsync(
            o => o.Tokens.AcceptUncheckedWhenStoreIsUnavailable = true, arrange: s => s.AddSingleton<ISessionStore, UnavailableSessionStore>());
        var token = host.Issuer.Issue(_grant.Session).Value;

        var accepted = await host.Validator.ValidateAsync(token);
        var forged = await host.Validator.ValidateAsync(token[..^2] + "AA");
        host.Clock.Advance(TimeSpan.FromMinutes(30));
        var expired = await host.Validator.ValidateAsync(token);

        Assert.That(
            (accepted.Status, accepted.IsValid, forged.IsValid, expired.Status),
            Is.EqualTo((AccessTokenStatus.ValidUnchecked, true, false, AccessTokenStatus.Expired)));
    }

    [Test]
    public async Task TokenOfASessionThatAwaitsAStepUp_IsNotAcceptedUnchecked()
    {
        await using var host = await SessionHost.StartAsync(
            o => o.Tokens.AcceptUncheckedWhenStoreIsUnavailable = true, arrange: s => s.AddSingleton<ISessionStore, UnavailableSessionStore>());
        var pending = host.Issuer.Issue(_grant.Session with { RequiresStepUp = true, Level = AssuranceLevel.Two }).Value;

        var validation = await host.Validator.ValidateAsync(pending);

        Assert.That((validation.Status, validation.IsValid), Is.EqualTo((AccessTokenStatus.StoreUnavailable, false)));
        var claims = JsonDocument.Parse(CompactJws.TryParse(pending)!.Payload).RootElement;
        Assert.That(claims.GetProperty("acr").GetString(), Is.EqualTo("aal0"));
        Assert.That(claims.GetProperty("amr").EnumerateArray().Select(method => method.GetString()), Does.Not.Contain("mfa"));
    }

    [Test]
    public async Task RevokedToken_IsToldToEveryNode_WhetherOrNotTheCallerStillWaits()
    {
        var claims = (await _host.Validator.ValidateAsync(_host.Issuer.Issue(_grant.Session).Value)).Claims!;
        var told = new List<string>();
        using var subscription = _host.Get<IChangeFeed>().Subscribe(SessionChangeTopics.TokenRevoked, (notice, cancelled) =>
        {
            Assert.That(cancelled.CanBeCanceled, Is.False);
            told.Add(notice.Key);
            return ValueTask.CompletedTask;
        });
        using var caller = new CancellationTokenSource();

        await _host.Validator.RevokeAsync(claims, "test", caller.Token);

        Assert.That(told, Is.EqualTo(new[] { claims.TokenId }));
    }

    [Test]
    public async Task RevokedSigningKey_MakesItsTokensUnknown_RememberedOnesToo()
    {
        var token = _host.Issuer.Issue(_grant.Session).Value;
        Assert.That(await StatusOfAsync(token), Is.EqualTo(AccessTokenStatus.Valid));
        var rings = _host.Get<IKeyRingManager>();
        var former = _forge.Keys.Active.Id;
        await rings.RotateAsync(KeyRingNames.Signing, "test");
        await MoveOnAsync(TimeSpan.FromMinutes(3));
        await rings.MaintainAsync();
        Assert.That(_forge.Keys.Active.Id, Is.Not.EqualTo(former));
        Assert.That(await StatusOfAsync(token), Is.EqualTo(AccessTokenStatus.Valid), "a retired key still verifies");

        await rings.RevokeAsync(KeyRingNames.Signing, former, "leaked");

        Assert.That(await StatusOfAsync(token), Is.EqualTo(AccessTokenStatus.UnknownKey));
    }

    [Test]
    public async Task KeyBoundToken_WithoutProofOrWithAnotherKey_IsRefused()
    {
        var grant = await _host.SignInAsync("bob", keyThumbprint: "thumbprint");
        var token = _host.Issuer.Issue(grant.Session).Value;

        Assert.Multiple(async () =>
        {
            Assert.That(await StatusOfAsync(token), Is.EqualTo(AccessTokenStatus.ProofRequired));
            Assert.That((await _host.Validator.ValidateAsync(token, "another")).Status, Is.EqualTo(AccessTokenStatus.ProofRequired));
            Assert.That((await _host.Validator.ValidateAsync(token, "thumbprint")).IsValid, Is.True);
            Assert.That((await _host.Sessions.ValidateAsync(grant.Token)).Status, Is.EqualTo(SessionValidationStatus.ProofRequired));
        });
    }

    private long Now => _host.Clock.GetUtcNow().ToUnixTimeSeconds();

    private async Task<AccessTokenStatus> StatusOfAsync(string? token) => (await _host.Validator.ValidateAsync(token)).Status;

    /// <summary>Lets time pass while the session is in use.</summary>
    private async Task MoveOnAsync(TimeSpan by)
    {
        var step = TimeSpan.FromMinutes(20);
        for (; by > step; by -= step)
        {
            _host.Clock.Advance(step);
            await _host.Sessions.ValidateAsync(_grant.Token);
        }

        _host.Clock.Advance(by);
    }
}
