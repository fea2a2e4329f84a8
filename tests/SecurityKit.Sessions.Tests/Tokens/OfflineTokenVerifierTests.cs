using System.Security.Cryptography;
using System.Text;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class OfflineTokenVerifierTests
{
    private SessionHost _host = null!;
    private Session _session = null!;
    private OfflineTokenVerifier _verifier = null!;
    private TokenForge _forge = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _host = await SessionHost.StartAsync();
        _session = (await _host.SignInAsync("ada")).Session;
        _verifier = OfflineTokenVerifier.Parse(_host.Get<JsonWebKeySet>().ToUtf8Json());
        _forge = new TokenForge(_host, _session);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _verifier.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public void ATokenOfTheHost_IsValidButUnchecked()
    {
        var found = Verify(_host.Get<TokenIssuer>().Issue(_session).Value);

        Assert.That((found.Status, found.Claims!.Subject), Is.EqualTo((AccessTokenStatus.ValidUnchecked, "ada")));
        Assert.That(found.Session, Is.Null, "nobody asked the store");
    }

    [Test]
    public void WhatTheHostRefuses_IsRefusedHereToo()
    {
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = _host.Clock.GetUtcNow().ToUnixTimeSeconds();

        Assert.That(Verify(null).Status, Is.EqualTo(AccessTokenStatus.Malformed));
        Assert.That(Verify("a.b.c").Status, Is.EqualTo(AccessTokenStatus.Malformed));
        Assert.That(Verify(_forge.Sign(type: "JWT")).Status, Is.EqualTo(AccessTokenStatus.WrongType));
        Assert.That(Verify(_forge.SignWith(foreign, _forge.Keys.Active.Id)).Status, Is.EqualTo(AccessTokenStatus.WrongSignature));
        Assert.That(Verify(_forge.SignWith(foreign, "unknown")).Status, Is.EqualTo(AccessTokenStatus.UnknownKey));
        Assert.That(Verify(_forge.SignWith(foreign, null)).Status, Is.EqualTo(AccessTokenStatus.UnknownKey), "no key is tried because none is named");
        Assert.That(Verify(_forge.Sign(claims => claims["iss"] = "other")).Status, Is.EqualTo(AccessTokenStatus.WrongIssuer));
        Assert.That(Verify(_forge.Sign(claims => claims["aud"] = "other")).Status, Is.EqualTo(AccessTokenStatus.WrongAudience));
        Assert.That(Verify(_forge.Sign(claims => claims["exp"] = now)).Status, Is.EqualTo(AccessTokenStatus.Expired));
        Assert.That(Verify(_forge.Sign(claims => claims["nbf"] = now + 10)).Status, Is.EqualTo(AccessTokenStatus.NotYetValid));
        Assert.That(Verify(_forge.Sign(claims => claims.Remove("sid"))).Status, Is.EqualTo(AccessTokenStatus.Malformed));
    }

    [Test]
    public void ATokenBoundToAKey_NeedsTheProofOfThatKey()
    {
        var token = _forge.Sign(claims => claims["cnf"] = new Dictionary<string, string> { ["jkt"] = "thumb" });

        Assert.That(Verify(token).Status, Is.EqualTo(AccessTokenStatus.ProofRequired));
        Assert.That(Verify(token, "other").Status, Is.EqualTo(AccessTokenStatus.ProofRequired));
        Assert.That(Verify(token, "thumb").IsValid, Is.True);
    }

    [Test]
    public void EveryChangedCharacter_IsRefused()
    {
        var token = _host.Get<TokenIssuer>().Issue(_session).Value;
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.That(Verify(changed).IsValid, Is.False, $"character {i}");
        }
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"keys":{}}""")]
    [TestCase("""{"keys":[]}""")]
    [TestCase("""{"keys":[1,{"kid":2},{"kid":"a"}]}""")]
    [TestCase("""{"keys":[{"kid":"a","kty":"RSA","n":"AQAB","e":"AQAB"}]}""")]
    [TestCase("""{"keys":[{"kid":"a","kty":"oct","k":"AQAB"},{"kid":"a","kty":"oct","k":"AQAB"}]}""")]
    [TestCase("""{"keys":[],"keys":[]}""")]
    public void WhatIsNoKeySet_IsAFormatException(string text) =>
        Assert.That(() => OfflineTokenVerifier.Parse(Encoding.UTF8.GetBytes(text)), Throws.TypeOf<FormatException>());

    [Test]
    public void EveryTruncationAndBitFlipOfAKeySet_EndsInAVerifierOrAFormatException()
    {
        var json = _host.Get<JsonWebKeySet>().ToUtf8Json().ToArray();
        for (var i = 0; i < json.Length; i++)
        {
            Try(json[..i]);
            json[i] ^= 1;
            Try(json);
            json[i] ^= 1;
        }

        static void Try(byte[] text)
        {
            try
            {
                OfflineTokenVerifier.Parse(text).Dispose();
            }
            catch (FormatException)
            {
            }
        }
    }

    [Test]
    public void PublishedKeySets_VerifyNoTokenOfTheirOwn()
    {
        var file = VectorFile.Read("jose/jwk-set.json");
        foreach (var vector in file.GetProperty("cases").EnumerateArray())
        {
            var name = vector.TryGetProperty("publicKey", out var publicKey) ? publicKey : vector.GetProperty("privateKey");
            try
            {
                using var verifier = OfflineTokenVerifier.Parse(Encoding.UTF8.GetBytes(file.GetProperty("keys").GetProperty(name.GetString()!).GetRawText()));
                var found = verifier.Verify(vector.GetProperty("jws").ToString(), "securitykit", "securitykit", _host.Clock.GetUtcNow());
                Assert.That(found.IsValid, Is.False, vector.GetProperty("id").ToString());
            }
            catch (FormatException)
            {
                // A single key, or a set without a key for ES256: refused before any token is looked at.
            }
        }
    }

    private AccessTokenValidation Verify(string? token, string? thumbprint = null) =>
        _verifier.Verify(token, "securitykit", "securitykit", _host.Clock.GetUtcNow(), keyThumbprint: thumbprint);
}
