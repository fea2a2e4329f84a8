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

    [Test]
    public async Task ProofOfAKeySomebodyMadeUp_IsNotSpent_BeforeTheClientHasShownACredential()
    {
        await using var host = await KitHost.StartAsync();
        var ada = await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        var proof = _key.Prove(host, "POST", "/login");

        (await PostAsync(client, "/login", new { userName = "ada", password = "not the password of ada" }, proof))
            .ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await PostAsync(client, "/login", new { userName = "ada", password = Person.Password }, proof)).Expect(HttpStatusCode.OK);
        (await PostAsync(client, "/login", new { userName = "ada", password = Person.Password }, proof)).ExpectProblem(HttpStatusCode.BadRequest, "invalid_dpop_proof");

        await ada.SignInAsync(client);
        await ada.EnrolAsync(client);
        client.AccessToken = null;
        var second = _key.Prove(host, "POST", "/login/mfa");
        (await PostAsync(client, "/login/mfa", new { challengeToken = "made up", method = "totp", code = ada.TotpCode }, second)).Expect(HttpStatusCode.Unauthorized);
        var body = new { challengeToken = await ChallengeAsync(client), method = "totp", code = ada.TotpCode };
        (await PostAsync(client, "/login/mfa", body, second)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task ProofPresentedAgain_UsesUpNeitherAChallengeNorARefreshToken()
    {
        await using var host = await KitHost.StartAsync();
        var ada = await Person.RegisterAsync(host, "ada");
        using var client = host.Client();
        await ada.SignInAsync(client);
        await ada.EnrolAsync(client);
        client.AccessToken = null;

        var proof = _key.Prove(host, "POST", "/login/mfa");
        var signedIn = (await PostAsync(client, "/login/mfa", new { challengeToken = await ChallengeAsync(client), method = "totp", code = ada.TotpCode }, proof))
            .Expect(HttpStatusCode.OK);
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        var body = new { challengeToken = await ChallengeAsync(client), method = "totp", code = ada.TotpCode };
        (await PostAsync(client, "/login/mfa", body, proof)).ExpectProblem(HttpStatusCode.BadRequest, "invalid_dpop_proof");
        (await PostAsync(client, "/login/mfa", body, _key.Prove(host, "POST", "/login/mfa"))).Expect(HttpStatusCode.OK);

        var again = _key.Prove(host, "POST", "/refresh");
        var renewed = (await RefreshAsync(client, signedIn["refreshToken"], again)).Expect(HttpStatusCode.OK);
        (await RefreshAsync(client, renewed["refreshToken"], again)).ExpectProblem(HttpStatusCode.BadRequest, "invalid_dpop_proof");
        (await RefreshAsync(client, signedIn["refreshToken"], again)).ExpectProblem(HttpStatusCode.BadRequest, "invalid_dpop_proof");
        (await RefreshAsync(client, renewed["refreshToken"], _key.Prove(host, "POST", "/refresh"))).Expect(HttpStatusCode.OK);
    }

    [TestCase("localhost:99999")]
    [TestCase(null)]
    public async Task HostThatMakesNoUri_IsARefusal_AndNoError(string? name)
    {
        await using var host = await KitHost.StartAsync();
        var line = name is null ? "HTTP/1.0\r\n" : $"HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n";
        const string Body = """{"userName":"ada","password":"correct horse battery staple 42"}""";

        var me = await AskAsync(host, $"GET {KitHost.Prefix}/me {line}Authorization: DPoP x.y.z\r\nDPoP: {_key.Prove(host, "GET", "/me", "x.y.z")}\r\n\r\n");
        var login = await AskAsync(
            host, $"POST {KitHost.Prefix}/login {line}Content-Type: application/json\r\nContent-Length: {Body.Length}\r\nDPoP: {_key.Prove(host, "POST", "/login")}\r\n\r\n{Body}");

        Assert.Multiple(() =>
        {
            Assert.That(me, Does.Contain(" 401 ").And.Contain("error="));
            Assert.That(login, Does.Contain(" 400 ").And.Contain("invalid_dpop_proof"));
            Assert.That(host.Logs.Text.Split('\n').Where(line => line.StartsWith("Error ", StringComparison.Ordinal)), Is.Empty);
        });
    }

    /// <summary>Sends what no well-behaved client does; the whole answer.</summary>
    private static async Task<string> AskAsync(KitHost host, string request)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, host.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private static async Task<string> ChallengeAsync(ApiClient client) =>
        (await client.PostAsync("/login", new { userName = "ada", password = Person.Password })).Expect(HttpStatusCode.OK)["challengeToken"];

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
