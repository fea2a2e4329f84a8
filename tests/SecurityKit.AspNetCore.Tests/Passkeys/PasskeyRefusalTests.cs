using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Identity;
using SecurityKit.Mfa;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore.Tests.Passkeys;

/// <summary>What must not happen with passkeys.</summary>
[TestFixture]
public sealed class PasskeyRefusalTests
{
    private KitHost _host = null!;
    private SoftAuthenticator _authenticator = null!;
    private Person _ada = null!;
    private ApiClient _client = null!;

    [SetUp]
    public async Task SetUpAsync()
    {
        _host = await PasskeyHost.StartAsync();
        _authenticator = new SoftAuthenticator();
        _ada = await PasskeyHost.PersonAsync(_host, "ada", _authenticator);
        _client = _host.Client();
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        _client.Dispose();
        _authenticator.Dispose();
        await _host.DisposeAsync();
    }

    [TestCase("unverified")]
    [TestCase("other origin")]
    [TestCase("plain http")]
    [TestCase("other port")]
    [TestCase("sub-domain")]
    [TestCase("frame")]
    [TestCase("other domain")]
    public async Task AnAnswer_ThatIsNotGivenHereByItsOwner_NeitherSignsInNorRegisters(string what)
    {
        using var other = new SoftAuthenticator();
        foreach (var authenticator in new[] { _authenticator, other })
        {
            authenticator.VerifiesUser = what != "unverified";
            authenticator.IsInFrameOfAnotherSite = what == "frame";
            authenticator.RelyingPartyId = what == "other domain" ? "fabrikam.example" : SoftAuthenticator.Domain;
            authenticator.Origin = what switch
            {
                "other origin" => "https://contoso.example.evil.example",
                "plain http" => "http://contoso.example",
                "other port" => "https://contoso.example:8443",
                "sub-domain" => "https://old.contoso.example",
                _ => "https://contoso.example",
            };
        }

        (await PasskeyHost.SignInAsync(_client, _authenticator)).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        var challengeToken = await PasskeyHost.ChallengeAsync(_client, _ada);
        var second = await ApiOptions.AskAsync(_client, "/login/mfa/passkey", new { challengeToken });
        (await _client.PostAsync("/login/mfa/passkey", new { challengeToken, credential = _authenticator.Use(second) }))
            .ExpectProblem(HttpStatusCode.Unauthorized, "invalid_code");

        using var bob = _host.Client();
        await (await Person.RegisterAsync(_host, "bob")).SignInAsync(bob);
        var options = await ApiOptions.AskAsync(bob, "/mfa/passkey");
        (await bob.PostAsync("/mfa/passkey", new { name = "x", credential = other.Register(options) })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_code");
        Assert.That((await bob.GetAsync("/mfa")).Json.GetProperty("authenticators").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task AReplayedAnswer_IsRefused()
    {
        var credential = _authenticator.Use(await ApiOptions.AskAsync(_client, "/login/passkey"));
        (await _client.PostAsync("/login/passkey", new { credential })).Expect(HttpStatusCode.OK);
        (await _client.PostAsync("/login/passkey", new { credential })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Test]
    public async Task OfParallelSubmissionsOfOneAnswer_OneSignsIn()
    {
        var credential = _authenticator.Use(await ApiOptions.AskAsync(_client, "/login/passkey"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _client.PostAsync("/login/passkey", new { credential })));
        Assert.That(answers.Count(a => a.Status == HttpStatusCode.OK), Is.EqualTo(1));
    }

    [Test]
    public async Task AnAnswerToAnExpiredPrompt_IsRefused()
    {
        var options = await ApiOptions.AskAsync(_client, "/login/passkey");
        _host.Clock.Advance(TimeSpan.FromMinutes(5));
        (await _client.PostAsync("/login/passkey", new { credential = _authenticator.Use(options) })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Test]
    public async Task AnAnswer_WorksForItsOwnPurposeAndSessionOnly()
    {
        using var first = _host.Client();
        using var second = _host.Client();
        first.AccessToken = (await PasskeyHost.SignInAsync(first, _authenticator)).Expect(HttpStatusCode.OK)["accessToken"];
        second.AccessToken = (await PasskeyHost.SignInAsync(second, _authenticator)).Expect(HttpStatusCode.OK)["accessToken"];

        var stepUp = _authenticator.Use(await ApiOptions.AskAsync(first, "/step-up/passkey"));
        (await second.PostAsync("/step-up/passkey", new { credential = stepUp })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_code");
        (await first.PostAsync("/step-up/passkey", new { credential = stepUp })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_code");
        var signIn = _authenticator.Use(await ApiOptions.AskAsync(_client, "/login/passkey"));
        (await first.PostAsync("/step-up/passkey", new { credential = signIn })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_code");
        var forStepUp = _authenticator.Use(await ApiOptions.AskAsync(first, "/step-up/passkey"));
        (await _client.PostAsync("/login/passkey", new { credential = forStepUp })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");

        using var fresh = new SoftAuthenticator();
        var registration = fresh.Register(await ApiOptions.AskAsync(first, "/mfa/passkey"));
        (await second.PostAsync("/mfa/passkey", new { name = "x", credential = registration })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_code");
    }

    [Test]
    public async Task SomebodyElsesPasskey_CompletesNoSignIn()
    {
        using var bobs = new SoftAuthenticator();
        await PasskeyHost.PersonAsync(_host, "bob", bobs);
        foreach (var handle in new[] { bobs.UserHandle, _authenticator.UserHandle, null })
        {
            bobs.UserHandle = handle;
            var challengeToken = await PasskeyHost.ChallengeAsync(_client, _ada);
            var options = await ApiOptions.AskAsync(_client, "/login/mfa/passkey", new { challengeToken });
            (await _client.PostAsync("/login/mfa/passkey", new { challengeToken, credential = bobs.Use(options) }))
                .ExpectProblem(HttpStatusCode.Unauthorized, "invalid_code");
        }

        bobs.UserHandle = _authenticator.UserHandle;
        (await PasskeyHost.SignInAsync(_client, bobs)).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Test]
    public async Task APasskey_IsRegisteredOnce_WhoeverTries()
    {
        using var bob = _host.Client();
        await (await Person.RegisterAsync(_host, "bob")).SignInAsync(bob);
        var options = await ApiOptions.AskAsync(bob, "/mfa/passkey");
        (await bob.PostAsync("/mfa/passkey", new { name = "x", credential = _authenticator.Register(options) })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_code");
    }

    [Test]
    public async Task ACounterThatDoesNotRise_IsRefusedAndReportedAsACopy()
    {
        (await PasskeyHost.SignInAsync(_client, _authenticator)).Expect(HttpStatusCode.OK);
        (await PasskeyHost.SignInAsync(_client, _authenticator)).Expect(HttpStatusCode.OK);
        _authenticator.Counter -= 2;
        (await PasskeyHost.SignInAsync(_client, _authenticator)).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        var reported = _host.Events.All.Single(e => e.Type == MfaEventTypes.PasskeyCloneSuspected);
        Assert.That((reported.Subject, reported.Severity), Is.EqualTo((_ada.Subject, SecurityEventSeverity.High)));
    }

    [Test]
    public async Task ADisabledOrDeletedAccount_IsNotSignedIn()
    {
        var accounts = _host.Services.GetRequiredService<AccountManager>();
        await accounts.DisableAsync(_ada.Subject);
        (await PasskeyHost.SignInAsync(_client, _authenticator)).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        await accounts.EnableAsync(_ada.Subject);
        (await PasskeyHost.SignInAsync(_client, _authenticator)).Expect(HttpStatusCode.OK);
        await accounts.DeleteAsync(_ada.Subject);
        (await PasskeyHost.SignInAsync(_client, _authenticator)).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Test]
    public async Task WhoeverSendsNonsenseInSomebodysName_LocksNobodyOut()
    {
        using var thief = new SoftAuthenticator { UserHandle = _authenticator.UserHandle };
        for (var i = 0; i < 20; i++)
        {
            (await PasskeyHost.SignInAsync(_client, thief)).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
            await _client.PostAsync("/login", new { userName = "ada", password = "wrong" });
        }

        (await PasskeyHost.SignInAsync(_client, _authenticator)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task WrongAnswersToAChallenge_AreCountedAsWrongCodesAre()
    {
        using var thief = new SoftAuthenticator();
        var challengeToken = await PasskeyHost.ChallengeAsync(_client, _ada);
        for (var i = 0; i < 5; i++)
        {
            (await _client.PostAsync("/login/mfa/passkey", new { challengeToken, credential = thief.Use(await PromptAsync()) }))
                .ExpectProblem(HttpStatusCode.Unauthorized, "invalid_code");
        }

        (await _client.PostAsync("/login/mfa/passkey", new { challengeToken, credential = _authenticator.Use(await PromptAsync()) }))
            .ExpectProblem(HttpStatusCode.TooManyRequests, "throttled");

        Task<ApiOptions> PromptAsync() => ApiOptions.AskAsync(_client, "/login/mfa/passkey", new { challengeToken });
    }

    [TestCase("id")]
    [TestCase("clientDataJSON")]
    [TestCase("authenticatorData")]
    [TestCase("signature")]
    [TestCase("userHandle")]
    public async Task ABentOrCutAnswer_IsRefusedCleanly(string field)
    {
        for (var round = 0; round < 12; round++)
        {
            var credential = _authenticator.Use(await ApiOptions.AskAsync(_client, "/login/passkey"));
            var json = JsonSerializer.SerializeToNode(new { credential })!;
            var owner = field == "id" ? json["credential"]! : json["credential"]!["response"]!;
            var good = owner[field]!.GetValue<string>();

            // The last character of base64url may hold bits that nothing depends on.
            var at = round * (good.Length - 1) / 12;
            owner[field] = round % 3 == 2 ? good[..at] : good[..at] + (good[at] == 'A' ? 'B' : 'A') + good[(at + 1)..];
            (await _client.PostAsync("/login/passkey", json)).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        }
    }

    [Test]
    public async Task AnAnswerCutAnywhere_IsABadRequest()
    {
        var whole = JsonSerializer.Serialize(new { credential = _authenticator.Use(await ApiOptions.AskAsync(_client, "/login/passkey")) });
        for (var length = 0; length < whole.Length; length += 29)
        {
            (await _client.PostTextAsync("/login/passkey", whole[..length])).ExpectProblem(HttpStatusCode.BadRequest, "invalid_request");
        }
    }

    [Test]
    public async Task RevokingAllSessions_WhileAnAnswerIsJudged_StopsThatSignInToo()
    {
        Func<SecurityEvent, ValueTask> react = static _ => ValueTask.CompletedTask;
        await using var host = await KitHost.StartAsync(new KitHostSetup
        {
            Settings = { ["SecurityKit:Mfa:Passkeys:RelyingPartyId"] = SoftAuthenticator.Domain },
            Services = services => services.AddSingleton<ISecurityEventSink>(new ReactingSink(e => react(e))),
        });
        using var authenticator = new SoftAuthenticator();
        var ada = await PasskeyHost.PersonAsync(host, "ada", authenticator);
        var sessions = host.Services.GetRequiredService<SessionManager>();
        react = async e =>
        {
            if (e is { Type: MfaEventTypes.Verification, Outcome: SecurityEventOutcome.Success })
            {
                host.Clock.Advance(TimeSpan.FromSeconds(1));
                await sessions.RevokeAllAsync(ada.Subject, except: null, SessionEndReasons.SignedOut);
                host.Clock.Advance(TimeSpan.FromSeconds(1));
            }
        };
        using var client = host.Client();

        var answer = await PasskeyHost.SignInAsync(client, authenticator);

        answer.ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        Assert.That(await sessions.ListAsync(ada.Subject), Is.Empty);
    }
}
