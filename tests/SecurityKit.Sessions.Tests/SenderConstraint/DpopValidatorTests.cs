using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class DpopValidatorTests
{
    private static readonly Uri TokenUri = new("https://api.example/token");

    private SessionHost _host = null!;
    private DpopClient _client = null!;

    [SetUp]
    public async Task StartHost()
    {
        _host = await SessionHost.StartAsync();
        _client = new DpopClient();
    }

    [TearDown]
    public async Task StopHost()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task GoodProof_TellsTheClientsKey()
    {
        var validation = await ValidateAsync(_client.Prove(Now));

        Assert.That((validation.Status, validation.KeyThumbprint), Is.EqualTo((DpopStatus.Valid, _client.Thumbprint)));
    }

    /// <summary>The key and the thumbprint of RFC 9449, section 6.1 (from its example token's cnf).</summary>
    [Test]
    public void Thumbprint_IsTheOneOfTheStandardsExample()
    {
        const string jwk = """{"kty":"EC","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA","crv":"P-256"}""";
        using var key = PublicJsonWebKey.TryRead(JsonDocument.Parse(jwk).RootElement);

        Assert.That(key!.Thumbprint, Is.EqualTo("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"));
    }

    [Test]
    public async Task ProofPresentedAgain_IsRefused()
    {
        var proof = _client.Prove(Now);
        await ValidateAsync(proof);

        Assert.That((await ValidateAsync(proof)).Status, Is.EqualTo(DpopStatus.Replayed));
    }

    [Test]
    public async Task ProofThatIsOnlyChecked_IsNotSpent()
    {
        var request = new DpopRequest(_client.Prove(Now), "POST", TokenUri, null);
        var validator = _host.Get<DpopValidator>();

        Assert.That(validator.Check(request), Is.EqualTo(new DpopValidation(DpopStatus.Valid, _client.Thumbprint)));
        Assert.That(validator.Check(request with { Method = "GET" }), Is.EqualTo(new DpopValidation(DpopStatus.WrongMethod, null)));
        Assert.That((await validator.ValidateAsync(request)).IsValid, Is.True);
        Assert.That((await validator.ValidateAsync(request)).Status, Is.EqualTo(DpopStatus.Replayed));
    }

    [Test]
    public async Task OneProof_PresentedInParallelOnTwoNodes_IsAcceptedOnce()
    {
        await using var other = await SessionHost.StartAsync(
            clock: _host.Clock, arrange: services => services.AddSingleton(_host.Get<ICounterStore>()));
        DpopValidator[] nodes = [_host.Get<DpopValidator>(), other.Get<DpopValidator>()];
        var proof = _client.Prove(Now);

        var answers = await Parallelism.RunAsync(100, i => nodes[i % 2].ValidateAsync(new DpopRequest(proof, "POST", TokenUri, null)));

        Assert.That(answers.Count(a => a.IsValid), Is.EqualTo(1));
    }

    [Test]
    public async Task ProofIsRefusedAsReplayed_AsLongAsItWouldBeAccepted()
    {
        var ahead = _client.Prove(Now + TimeSpan.FromSeconds(5));
        Assert.That((await ValidateAsync(ahead)).IsValid, Is.True);
        _host.Clock.Advance(TimeSpan.FromSeconds(65) - TimeSpan.FromTicks(1));
        var last = (await ValidateAsync(ahead)).Status;
        _host.Clock.Advance(TimeSpan.FromTicks(1));

        Assert.That((last, (await ValidateAsync(ahead)).Status), Is.EqualTo((DpopStatus.Replayed, DpopStatus.Expired)));
    }

    [TestCase(-60, DpopStatus.Expired)]
    [TestCase(-59, DpopStatus.Valid)]
    [TestCase(5, DpopStatus.Valid)]
    [TestCase(6, DpopStatus.NotYetValid)]
    public async Task AgeOfAProof_IsBounded(int seconds, DpopStatus expected) =>
        Assert.That((await ValidateAsync(_client.Prove(Now + TimeSpan.FromSeconds(seconds)))).Status, Is.EqualTo(expected));

    [TestCase("GET", DpopStatus.WrongMethod)]
    [TestCase("post", DpopStatus.WrongMethod)]
    [TestCase("POST", DpopStatus.Valid)]
    public async Task Method_MustBeTheRequests(string method, DpopStatus expected) =>
        Assert.That((await ValidateAsync(_client.Prove(Now, method))).Status, Is.EqualTo(expected));

    [TestCase("https://api.example/token", DpopStatus.Valid)]
    [TestCase("https://API.example:443/token?q=1#part", DpopStatus.Valid)]
    [TestCase("http://api.example/token", DpopStatus.WrongUri)]
    [TestCase("https://api.example:444/token", DpopStatus.WrongUri)]
    [TestCase("https://api.example/Token", DpopStatus.WrongUri)]
    [TestCase("https://api.example/token/", DpopStatus.WrongUri)]
    [TestCase("https://evil.example/token", DpopStatus.WrongUri)]
    [TestCase("/token", DpopStatus.WrongUri)]
    [TestCase("token", DpopStatus.Malformed)]
    public async Task Uri_MustBeTheRequests(string uri, DpopStatus expected) =>
        Assert.That((await ValidateAsync(_client.Prove(Now, uri: uri))).Status, Is.EqualTo(expected));

    [TestCase("token-a", DpopStatus.Valid)]
    [TestCase("token-b", DpopStatus.WrongAccessToken)]
    [TestCase(null, DpopStatus.WrongAccessToken)]
    public async Task ProofWithAnAccessToken_MustBeMadeForIt(string? madeFor, DpopStatus expected) =>
        Assert.That((await ValidateAsync(_client.Prove(Now, accessToken: madeFor), "token-a")).Status, Is.EqualTo(expected));

    [Test]
    public async Task ProofOfAnotherKindOrAlgorithm_IsRefused()
    {
        Assert.Multiple(async () =>
        {
            Assert.That(await StatusOfAsync(h => h["typ"] = "at+jwt"), Is.EqualTo(DpopStatus.WrongType));
            Assert.That(await StatusOfAsync(h => h["alg"] = "none"), Is.EqualTo(DpopStatus.WrongAlgorithm));
            Assert.That(await StatusOfAsync(h => h["alg"] = "HS256"), Is.EqualTo(DpopStatus.WrongAlgorithm));
            Assert.That(await StatusOfAsync(h => h.Remove("jwk")), Is.EqualTo(DpopStatus.WrongKey));
            Assert.That(await StatusOfAsync(h => ((Dictionary<string, object>)h["jwk"])["d"] = "AAAA"), Is.EqualTo(DpopStatus.WrongKey));
            Assert.That(await StatusOfAsync(h => ((Dictionary<string, object>)h["jwk"])["crv"] = "P-384"), Is.EqualTo(DpopStatus.WrongKey));
            Assert.That(await StatusOfAsync(h => ((Dictionary<string, object>)h["jwk"])["x"] = new string('A', 43)), Is.EqualTo(DpopStatus.WrongKey));
        });
    }

    [Test]
    public async Task ProofUnderSomebodyElsesKey_IsRefused()
    {
        using var other = new DpopClient();
        var foreign = JsonDocument.Parse(Decode(other.Prove(Now))).RootElement.GetProperty("jwk");

        Assert.That(await StatusOfAsync(h => h["jwk"] = foreign), Is.EqualTo(DpopStatus.WrongSignature));
    }

    [TestCase("jti")]
    [TestCase("htm")]
    [TestCase("htu")]
    [TestCase("iat")]
    public async Task MissingClaim_IsRefused(string name) =>
        Assert.That((await ValidateAsync(_client.Prove(Now, changeClaims: c => c.Remove(name)))).Status, Is.EqualTo(DpopStatus.Malformed));

    [Test]
    public async Task BoundTokens_NeedTheirKeysProof_AtEveryUse()
    {
        var grant = await _host.SignInAsync(isRenewable: true, keyThumbprint: (await ValidateAsync(_client.Prove(Now))).KeyThumbprint);
        var token = _host.Issuer.Issue(grant.Session).Value;
        using var thief = new DpopClient();
        var stolen = await ValidateAsync(thief.Prove(Now, accessToken: token), token);
        var rightful = await ValidateAsync(_client.Prove(Now, accessToken: token), token);

        Assert.Multiple(async () =>
        {
            Assert.That((await _host.Validator.ValidateAsync(token)).Status, Is.EqualTo(AccessTokenStatus.ProofRequired));
            Assert.That((await _host.Validator.ValidateAsync(token, stolen.KeyThumbprint)).Status, Is.EqualTo(AccessTokenStatus.ProofRequired));
            Assert.That((await _host.Validator.ValidateAsync(token, rightful.KeyThumbprint)).IsValid, Is.True);
            Assert.That((await _host.Refreshes.RefreshAsync(grant.RefreshToken)).Status, Is.EqualTo(RefreshStatus.Invalid));
            Assert.That((await _host.Refreshes.RefreshAsync(grant.RefreshToken, stolen.KeyThumbprint)).Status, Is.EqualTo(RefreshStatus.Invalid));
            Assert.That((await _host.Refreshes.RefreshAsync(grant.RefreshToken, rightful.KeyThumbprint)).IsRefreshed, Is.True);
        });
    }

    private DateTimeOffset Now => _host.Clock.GetUtcNow();

    private ValueTask<DpopValidation> ValidateAsync(string? proof, string? accessToken = null) =>
        _host.Get<DpopValidator>().ValidateAsync(new DpopRequest(proof, "POST", TokenUri, accessToken));

    private async Task<DpopStatus> StatusOfAsync(Action<Dictionary<string, object>> changeHeader) =>
        (await ValidateAsync(_client.Prove(Now, changeHeader: changeHeader))).Status;

    private static byte[] Decode(string proof) => System.Buffers.Text.Base64Url.DecodeFromChars(proof.AsSpan(0, proof.IndexOf('.', StringComparison.Ordinal)));
}
