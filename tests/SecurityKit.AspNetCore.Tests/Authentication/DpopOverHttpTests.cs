using System.Net;
using System.Net.Http.Json;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Authentication;

/// <summary>Tokens bound to the client's key (RFC 9449), over real HTTP from the sign-in on.</summary>
[TestFixture]
public sealed class DpopOverHttpTests
{
    private ProofMaker _key = null!;

    [SetUp]
    public void MakeKey() => _key = new ProofMaker();

    [TearDown]
    public void DropKey() => _key.Dispose();

    [Test]
    public async Task BoundToken_WorksWithAProofOnly_AndEachProofOnce()
    {
        await using var host = await KitHost.StartAsync();
        await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        var signedIn = await LoginAsync(host, client, _key);
        Assert.That(signedIn["tokenType"], Is.EqualTo("DPoP"));
        var token = signedIn["accessToken"];

        var proof = _key.Prove(host, "GET", "/me", token);
        (await MeAsync(client, $"DPoP {token}", proof)).Expect(HttpStatusCode.OK);
        AssertRefused(await MeAsync(client, $"DPoP {token}", proof), "invalid_dpop_proof");
        AssertRefused(await MeAsync(client, $"DPoP {token}"), "invalid_dpop_proof");
        var asBearer = await MeAsync(client, $"Bearer {token}", _key.Prove(host, "GET", "/me", token));
        Assert.That(asBearer.Expect(HttpStatusCode.Unauthorized).Header("WWW-Authenticate"), Does.Contain("invalid_token"));
    }

    [Test]
    public async Task ProofOfAnotherRequestTokenOrKey_IsRefused()
    {
        await using var host = await KitHost.StartAsync();
        await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        using var thief = new ProofMaker();
        var token = (await LoginAsync(host, client, _key))["accessToken"];
        var other = (await LoginAsync(host, client, _key))["accessToken"];

        foreach (var (name, proof) in new[]
        {
            ("another method", _key.Prove(host, "POST", "/me", token)), ("another path", _key.Prove(host, "GET", "/sessions", token)),
            ("another token", _key.Prove(host, "GET", "/me", other)), ("no token", _key.Prove(host, "GET", "/me")),
            ("another key", thief.Prove(host, "GET", "/me", token)), ("nothing", "x.y.z"),
        })
        {
            var answer = await MeAsync(client, $"DPoP {token}", proof);
            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Unauthorized), name);
            AssertRefused(answer, "invalid_dpop_proof");
        }

        var two = await client.SendAsync(
            HttpMethod.Get, KitHost.Prefix + "/me", null, ("Authorization", $"DPoP {token}"), ("DPoP", _key.Prove(host, "GET", "/me", token)),
            ("DPoP", _key.Prove(host, "GET", "/me", token)));
        AssertRefused(two, "invalid_dpop_proof");
    }

    [Test]
    public async Task BearerToken_WithAProof_IsNotTakenForABoundOne()
    {
        await using var host = await KitHost.StartAsync();
        var ada = await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        var signedIn = await ada.SignInAsync(client);
        client.AccessToken = null;
        Assert.That(signedIn["tokenType"], Is.EqualTo("Bearer"));

        var answer = await MeAsync(client, $"DPoP {signedIn["accessToken"]}", _key.Prove(host, "GET", "/me", signedIn["accessToken"]));

        AssertRefused(answer, "invalid_dpop_proof");
    }

    [Test]
    public async Task Refresh_OfABoundSession_NeedsTheSameKey_AndTheNewTokenIsBoundToo()
    {
        await using var host = await KitHost.StartAsync();
        await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        using var thief = new ProofMaker();
        var refreshToken = (await LoginAsync(host, client, _key))["refreshToken"];

        (await RefreshAsync(client, refreshToken, null)).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_token");
        (await RefreshAsync(client, refreshToken, thief.Prove(host, "POST", "/refresh"))).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_token");
        (await RefreshAsync(client, refreshToken, _key.Prove(host, "POST", "/login"))).ExpectProblem(HttpStatusCode.BadRequest, "invalid_dpop_proof");
        var renewed = (await RefreshAsync(client, refreshToken, _key.Prove(host, "POST", "/refresh"))).Expect(HttpStatusCode.OK);

        Assert.That(renewed["tokenType"], Is.EqualTo("DPoP"));
        var token = renewed["accessToken"];
        (await MeAsync(client, $"DPoP {token}", _key.Prove(host, "GET", "/me", token))).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task SignInInTwoSteps_IsBoundByTheStepThatEndsIt()
    {
        await using var host = await KitHost.StartAsync();
        var ada = await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        await ada.SignInAsync(client);
        await ada.EnrolAsync(client);
        client.AccessToken = null;
        var challenge = (await client.PostAsync("/login", new { userName = "ada", password = Person.Password })).Expect(HttpStatusCode.OK);
        var body = new { challengeToken = challenge["challengeToken"], method = "totp", code = ada.TotpCode };

        (await PostAsync(client, "/login/mfa", body, "x.y.z")).ExpectProblem(HttpStatusCode.BadRequest, "invalid_dpop_proof");
        var signedIn = (await PostAsync(client, "/login/mfa", body, _key.Prove(host, "POST", "/login/mfa"))).Expect(HttpStatusCode.OK);

        Assert.That(signedIn["tokenType"], Is.EqualTo("DPoP"), "and the refused proof has not used the code up");
    }

    [Test]
    public async Task HostThatAsksForNonces_TellsThem_AndRefusesProofsWithout()
    {
        await using var host = await KitHost.StartAsync(new KitHostSetup { Settings = { ["SecurityKit:Sessions:Tokens:RequireProofNonce"] = "true" } });
        await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        var credentials = new { userName = "ada", password = Person.Password };

        var asked = await PostAsync(client, "/login", credentials, _key.Prove(host, "POST", "/login"));
        asked.ExpectProblem(HttpStatusCode.BadRequest, "use_dpop_nonce");
        var nonce = asked.Header("DPoP-Nonce");
        var signedIn = (await PostAsync(client, "/login", credentials, _key.Prove(host, "POST", "/login", nonce: nonce))).Expect(HttpStatusCode.OK);
        var token = signedIn["accessToken"];
        (await MeAsync(client, $"DPoP {token}", _key.Prove(host, "GET", "/me", token, nonce))).Expect(HttpStatusCode.OK);

        host.Clock.Advance(TimeSpan.FromMinutes(5));
        var stale = await MeAsync(client, $"DPoP {token}", _key.Prove(host, "GET", "/me", token, nonce));
        AssertRefused(stale, "use_dpop_nonce");
        (await MeAsync(client, $"DPoP {token}", _key.Prove(host, "GET", "/me", token, stale.Header("DPoP-Nonce")))).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task HostThatWantsNoBearerTokens_IssuesNone()
    {
        await using var host = await KitHost.StartAsync(new KitHostSetup { Settings = { ["SecurityKit:Sessions:Tokens:RequireKeyBinding"] = "true" } });
        await Person.RegisterAsync(host, "ada");
        using var client = host.Client();

        (await client.PostAsync("/login", new { userName = "ada", password = Person.Password })).ExpectProblem(HttpStatusCode.BadRequest, "invalid_dpop_proof");
        Assert.That((await LoginAsync(host, client, _key))["tokenType"], Is.EqualTo("DPoP"));
    }

    internal static Task<ApiAnswer> MeAsync(ApiClient client, string authorization, string? proof = null) => client.SendAsync(
        HttpMethod.Get, KitHost.Prefix + "/me", null, proof is null ? [("Authorization", authorization)] : [("Authorization", authorization), ("DPoP", proof)]);

    internal static async Task<ApiAnswer> LoginAsync(KitHost host, ApiClient client, ProofMaker key) => (await PostAsync(
        client, "/login", new { userName = "ada", password = Person.Password }, key.Prove(host, "POST", "/login"))).Expect(HttpStatusCode.OK);

    private static Task<ApiAnswer> RefreshAsync(ApiClient client, string refreshToken, string? proof) =>
        PostAsync(client, "/refresh", new { refreshToken }, proof);

    private static Task<ApiAnswer> PostAsync(ApiClient client, string path, object body, string? proof) => client.SendAsync(
        HttpMethod.Post, KitHost.Prefix + path, JsonContent.Create(body), proof is null ? [] : [("DPoP", proof)]);

    private static void AssertRefused(ApiAnswer answer, string error)
    {
        answer.Expect(HttpStatusCode.Unauthorized);
        Assert.That(answer.Header("WWW-Authenticate"), Does.StartWith("DPoP algs=\"ES256\"").And.Contain($"error=\"{error}\""));
    }
}
