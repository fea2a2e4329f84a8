using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

/// <summary>Access tokens under RSA keys, for clients that know RS256 only, and the change from one algorithm to the other.</summary>
[TestFixture]
public sealed class RsaTokenTests
{
    private readonly byte[] _masterKey = TestCrypto.NewMasterKey();
    private SessionHost _host = null!;
    private Session _session = null!;
    private TokenForge _forge = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _host = await NodeAsync(SigningAlgorithm.RS256);
        _session = (await _host.SignInAsync()).Session;
        _forge = new TokenForge(_host, _session);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [Test]
    public async Task Token_IsSignedByAKeyOf3072Bits_AndIsGoodTheFirstTimeAndWhenRemembered()
    {
        var token = _host.Issuer.Issue(_session).Value;

        var jws = CompactJws.TryParse(token)!;
        Assert.That((jws.Algorithm, jws.Signature.Length), Is.EqualTo(("RS256", 3072 / 8)));
        Assert.That(await StatusOfAsync(token), Is.EqualTo(AccessTokenStatus.Valid));
        Assert.That(await StatusOfAsync(token), Is.EqualTo(AccessTokenStatus.Valid));
    }

    [TestCase("none")]
    [TestCase("HS256")]
    [TestCase("ES256")]
    [TestCase("RS384")]
    [TestCase("PS256")]
    [TestCase("rs256")]
    public async Task AnyOtherAlgorithm_UnderTheIdOfAnRsaKey_IsRefused(string algorithm)
    {
        var parts = _host.Issuer.Issue(_session).Value.Split('.');
        var header = TokenForge.Encode($$"""{"alg":"{{algorithm}}","typ":"at+jwt","kid":"{{_forge.Keys.Active.Id}}"}""");

        Assert.That(await StatusOfAsync($"{header}.{parts[1]}.{parts[2]}"), Is.EqualTo(AccessTokenStatus.WrongAlgorithm));
        Assert.That(OfflineStatusOf(_host, $"{header}.{parts[1]}.{parts[2]}"), Is.EqualTo(AccessTokenStatus.WrongAlgorithm));
    }

    [Test]
    public async Task HmacUnderThePublicKey_InAnyOfItsForms_IsRefused()
    {
        var publicKey = _forge.Keys.Active.ExportSubjectPublicKeyInfo();
        var input = TokenForge.Encode($$"""{"alg":"HS256","typ":"at+jwt","kid":"{{_forge.Keys.Active.Id}}"}""") + "." + TokenForge.Encode(JsonSerializer.Serialize(_forge.Claims()));
        foreach (var key in (byte[][])[publicKey, Encoding.ASCII.GetBytes(PemEncoding.Write("PUBLIC KEY", publicKey)), _host.Get<JsonWebKeySet>().ToUtf8Json().ToArray()])
        {
            var token = $"{input}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(input)))}";

            Assert.That(await StatusOfAsync(token), Is.EqualTo(AccessTokenStatus.WrongAlgorithm));
        }
    }

    [Test]
    public async Task ForeignRsaKey_IsRefused_AndSoIsAnotherPaddingUnderTheRightHeader()
    {
        using var foreign = RSA.Create(3072);
        var input = TokenForge.Encode($$"""{"alg":"RS256","typ":"at+jwt","kid":"{{_forge.Keys.Active.Id}}"}""") + "." + TokenForge.Encode(JsonSerializer.Serialize(_forge.Claims()));
        foreach (var padding in (RSASignaturePadding[])[RSASignaturePadding.Pkcs1, RSASignaturePadding.Pss])
        {
            var signature = foreign.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, padding);

            Assert.That(await StatusOfAsync($"{input}.{Base64Url.EncodeToString(signature)}"), Is.EqualTo(AccessTokenStatus.WrongSignature));
        }

        var own = _forge.Keys.Active.Sign(Encoding.ASCII.GetBytes(input));
        Assert.That(await StatusOfAsync($"{input}.{Base64Url.EncodeToString(own)}"), Is.EqualTo(AccessTokenStatus.Valid), "the token was right but for its signature");
        Assert.That(await StatusOfAsync($"{input}.{Base64Url.EncodeToString([0, .. own])}"), Is.EqualTo(AccessTokenStatus.WrongSignature));
        Assert.That(await StatusOfAsync($"{input}.{Base64Url.EncodeToString(own[1..])}"), Is.EqualTo(AccessTokenStatus.WrongSignature));
    }

    [Test]
    public void EveryChangedCharacter_IsRefused()
    {
        var token = _host.Issuer.Issue(_session).Value;
        using var verifier = OfflineTokenVerifier.Parse(_host.Get<JsonWebKeySet>().ToUtf8Json());
        Assert.That(StatusOf(verifier, token), Is.EqualTo(AccessTokenStatus.ValidUnchecked));
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.That(StatusOf(verifier, changed), Is.Not.EqualTo(AccessTokenStatus.ValidUnchecked), $"character {i}");
        }
    }

    [Test]
    public async Task ChangeOfTheAlgorithm_ComesWithTheNextKey_AndNoTokenIsRefusedMeanwhile()
    {
        await using var before = await NodeAsync(SigningAlgorithm.ES256);
        await using var after = await NodeAsync(SigningAlgorithm.RS256, before);
        var old = before.Issuer.Issue((await before.SignInAsync()).Session).Value;
        Assert.That(AlgorithmsOf(after), Is.EqualTo(new[] { "ES256" }), "a key that is there stays what it is");

        await after.Get<IKeyRingManager>().RotateAsync(KeyRingNames.Signing, "clients");
        await before.Get<IKeyRingManager>().MaintainAsync();

        Assert.That(AlgorithmsOf(before), Is.EquivalentTo(new[] { "ES256", "RS256" }), "announced, also by the node that would have made the other");
        Assert.That(CompactJws.TryParse(after.Issuer.Issue((await after.SignInAsync()).Session).Value)!.Algorithm, Is.EqualTo("ES256"));
        before.Clock.Advance(TimeSpan.FromMinutes(3));
        var renewed = before.Issuer.Issue((await before.SignInAsync()).Session).Value;
        Assert.That(CompactJws.TryParse(renewed)!.Algorithm, Is.EqualTo("RS256"));
        foreach (var node in (SessionHost[])[before, after])
        {
            Assert.That((await node.Validator.ValidateAsync(old)).Status, Is.EqualTo(AccessTokenStatus.Valid));
            Assert.That((await node.Validator.ValidateAsync(renewed)).Status, Is.EqualTo(AccessTokenStatus.Valid));
            Assert.That(OfflineStatusOf(node, old), Is.EqualTo(AccessTokenStatus.ValidUnchecked));
            Assert.That(OfflineStatusOf(node, renewed), Is.EqualTo(AccessTokenStatus.ValidUnchecked));
        }
    }

    [Test]
    public void PublishedKey_VerifiesOneAlgorithmOnly()
    {
        using var key = PublishedKey.TryRead(JwkOf(_host));

        Assert.That(key!.Algorithm, Is.EqualTo("RS256"));
        Assert.That(PublishedKey.TryRead(JwkOf(_host, jwk => jwk.Remove("alg"))), Is.Not.Null, "it need not be said");
    }

    [TestCase("kty", "EC")]
    [TestCase("alg", "RS512")]
    [TestCase("alg", "PS256")]
    [TestCase("alg", "HS256")]
    [TestCase("use", "enc")]
    [TestCase("e", "Aw")]
    [TestCase("e", "AQAA")]
    [TestCase("e", "AAEAAQ")]
    [TestCase("e", "AQAAAAE")]
    [TestCase("e", "")]
    [TestCase("n", "")]
    [TestCase("n", "AQAB")]
    [TestCase("d", "AQAB")]
    [TestCase("qi", "AQAB")]
    public void KeyOfAnotherKindUseOrSize_IsPassedOver(string name, string value)
    {
        Assert.That(PublishedKey.TryRead(JwkOf(_host, jwk => jwk[name] = value)), Is.Null);
    }

    [Test]
    public void ModulusThatIsShortLongOrSpeltInASecondWay_IsPassedOver()
    {
        using var small = RSA.Create(1024);
        byte[] modulus = Base64Url.DecodeFromChars(JwkOf(_host).GetProperty("n").GetString());
        foreach (var n in (byte[][])[small.ExportParameters(false).Modulus!, [0, .. modulus], [.. modulus, .. new byte[1024]]])
        {
            Assert.That(PublishedKey.TryRead(JwkOf(_host, jwk => jwk["n"] = Base64Url.EncodeToString(n))), Is.Null, $"{n.Length} bytes");
        }

        Assert.That(PublishedKey.TryRead(JwkOf(_host, jwk => jwk["n"] += "=")), Is.Null, "padding");
        Assert.That(PublishedKey.TryRead(JwkOf(_host, jwk => jwk["n"] = " " + jwk["n"])), Is.Null, "white space");
    }

    private static JsonElement JwkOf(SessionHost host, Action<Dictionary<string, string>>? change = null)
    {
        using var document = JsonDocument.Parse(host.Get<JsonWebKeySet>().ToUtf8Json());
        var members = document.RootElement.GetProperty("keys")[0].EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()!);
        change?.Invoke(members);
        return JsonSerializer.SerializeToElement(members);
    }

    private static string[] AlgorithmsOf(SessionHost node)
    {
        using var document = JsonDocument.Parse(node.Get<JsonWebKeySet>().ToUtf8Json());
        return [.. document.RootElement.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("alg").GetString()!)];
    }

    private static AccessTokenStatus OfflineStatusOf(SessionHost node, string token)
    {
        using var verifier = OfflineTokenVerifier.Parse(node.Get<JsonWebKeySet>().ToUtf8Json());
        return verifier.Verify(token, "securitykit", "securitykit", node.Clock.GetUtcNow()).Status;
    }

    private AccessTokenStatus StatusOf(OfflineTokenVerifier verifier, string token) =>
        verifier.Verify(token, "securitykit", "securitykit", _host.Clock.GetUtcNow()).Status;

    private async Task<AccessTokenStatus> StatusOfAsync(string token) => (await _host.Validator.ValidateAsync(token)).Status;

    private Task<SessionHost> NodeAsync(SigningAlgorithm algorithm, SessionHost? sharing = null) => SessionHost.StartAsync(
        clock: sharing?.Clock,
        arrange: services =>
        {
            if (sharing is not null)
            {
                services.AddSingleton(sharing.Get<IKeyRingStore>()).AddSingleton(sharing.Get<ISessionStore>()).AddSingleton(sharing.Get<IChangeFeed>())
                    .AddSingleton(sharing.Get<ILeaseStore>()).AddSingleton(sharing.Get<ICounterStore>());
            }
        },
        crypto: options => options.SigningAlgorithm = algorithm,
        masterKey: _masterKey);
}
