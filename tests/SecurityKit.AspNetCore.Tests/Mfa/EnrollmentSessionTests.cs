using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.AspNetCore.Tests.Passkeys;
using SecurityKit.Identity;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore.Tests.Mfa;

/// <summary>Who must have a further factor and has none in time: may set one up, and nothing else before.</summary>
[TestFixture]
public sealed class EnrollmentSessionTests
{
    /// <summary>What a session for enrolment may call.</summary>
    private static readonly string[] Allowed =
    [
        "GET /mfa", "POST /mfa/totp", "POST /mfa/totp/{id}/confirm", "POST /mfa/sms", "POST /mfa/sms/{id}/confirm",
        "POST /mfa/passkey/options", "POST /mfa/passkey", "POST /logout",
    ];

    private readonly Letters _letters = new();

    private KitHost _host = null!;
    private Person _ada = null!;
    private ApiClient _client = null!;

    [SetUp]
    public async Task SetUpAsync()
    {
        _host = await KitHost.StartAsync(new KitHostSetup
        {
            Settings =
            {
                ["SecurityKit:Mfa:Passkeys:RelyingPartyId"] = SoftAuthenticator.Domain,
                ["SecurityKit:Endpoints:Throttles:SignIn:Permits"] = "1000",
            },
            Services = services => services.AddSingleton<IMessageSender>(_letters),
        });
        _ada = await Person.RegisterAsync(_host, "ada");
        var roles = _host.Services.GetRequiredService<RoleManager>();
        await roles.SaveRoleAsync(new Role("administrator", ["security.posture:read", "security.events:read"], []));
        await roles.AssignAsync(new RoleAssignmentRequest(_ada.Subject, "administrator"));
        _client = _host.Client();
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task WithinTheGrace_TheSignInTellsUntilWhen()
    {
        var answer = await _ada.SignInAsync(_client);
        var by = answer.Json.GetProperty("enrollBy").GetDateTime();
        Assert.That(by, Is.EqualTo(_host.Clock.GetUtcNow().UtcDateTime.AddDays(7)).Within(TimeSpan.FromSeconds(1)));
        var mfa = (await _client.GetAsync("/mfa")).Json;
        Assert.That((mfa.GetProperty("required").GetBoolean(), mfa.GetProperty("enrollBy").GetDateTime()), Is.EqualTo((true, by)));
        await _ada.EnrolAsync(_client);
        Assert.That((await _client.GetAsync("/mfa")).Text, Does.Not.Contain("enrollBy"));
    }

    [Test]
    public async Task ASessionFromWithinTheGrace_IsNotRenewedPastIt()
    {
        var answer = await _ada.SignInAsync(_client);
        _host.Clock.Advance(TimeSpan.FromDays(6));
        var renewed = (await _client.PostAsync("/refresh", new { refreshToken = answer["refreshToken"] })).Expect(HttpStatusCode.OK);
        _host.Clock.Advance(TimeSpan.FromDays(2));
        (await _client.PostAsync("/refresh", new { refreshToken = renewed["refreshToken"] })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_token");
        _client.AccessToken = renewed["accessToken"];
        (await _client.GetAsync("/me")).Expect(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task ASessionFromWithinTheGrace_IsNotRenewedOnceThereIsAFactor_UnlessItProvesIt()
    {
        var weak = await _ada.SignInAsync(_client);
        await _ada.EnrolAsync(_client);
        (await _client.PostAsync("/refresh", new { refreshToken = weak["refreshToken"] })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_token");
        (await _client.GetAsync("/me")).Expect(HttpStatusCode.Unauthorized);
        Assert.That(_host.Events.All.Single(e => e.Reason == "second_factor_missing").Subject, Is.EqualTo(_ada.Subject));

        var strong = await _ada.SignInWithCodeAsync(_client);
        (await _client.PostAsync("/refresh", new { refreshToken = strong["refreshToken"] })).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task ASessionFromWithinTheGrace_ThatProvesTheFactor_IsRenewed()
    {
        var session = await _ada.SignInAsync(_client);
        await _ada.EnrolAsync(_client);
        (await _client.PostAsync("/step-up", new { method = "totp", code = _ada.TotpCode })).Expect(HttpStatusCode.OK);
        _host.Clock.Advance(TimeSpan.FromDays(6));
        (await _client.PostAsync("/refresh", new { refreshToken = session["refreshToken"] })).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task WithTheFirstFactor_SessionsOfThePasswordAloneEndElsewhere()
    {
        using var thief = _host.Client();
        var stolen = await _ada.SignInAsync(thief);
        await _ada.SignInAsync(_client);
        var mail = (await _client.PostAsync("/mfa/email", new { destination = "ada@example.com" })).Expect(HttpStatusCode.Created);
        (await _client.PostAsync($"/mfa/email/{mail["authenticatorId"]}/confirm", new { code = _letters.LastCode })).Expect(HttpStatusCode.OK);
        (await thief.GetAsync("/me")).Expect(HttpStatusCode.OK);

        (await _client.PostAsync("/step-up/send", new { method = "email" })).Expect(HttpStatusCode.Accepted);
        (await _client.PostAsync("/step-up", new { method = "email", code = _letters.LastCode })).Expect(HttpStatusCode.OK);
        await _ada.EnrolAsync(_client);
        (await thief.GetAsync("/me")).Expect(HttpStatusCode.Unauthorized);
        (await thief.PostAsync("/refresh", new { refreshToken = stolen["refreshToken"] })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_token");
        (await _client.GetAsync("/me")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task AnAdministratorWhomAnOperatorReset_GetsInThroughTheEnrolmentOnly()
    {
        await _ada.SignInAsync(_client);
        await _ada.EnrolAsync(_client);
        _host.Clock.Advance(TimeSpan.FromDays(100));
        Assert.That(await _host.Services.GetRequiredService<MfaManager>().ResetAsync(_ada.Subject), Is.EqualTo(MfaChange.Done));

        _client.AccessToken = null;
        var answer = (await _client.PostAsync("/login", new { userName = "ada", password = Person.Password })).Expect(HttpStatusCode.OK);
        Assert.That(answer["status"], Is.EqualTo("enrollmentRequired"));
        _client.AccessToken = answer["enrollmentToken"];
        (await _client.GetAsync("/me")).ExpectProblem(HttpStatusCode.Forbidden, "mfa_required");
        await _ada.EnrolAsync(_client);
        (await _client.GetAsync("/me")).Expect(HttpStatusCode.OK);
        await _ada.SignInWithCodeAsync(_client);
        (await _client.GetAsync("/me")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task AfterTheGrace_TheSessionReachesTheEnrolmentRoutesOnly()
    {
        await EnterLateAsync(_client);
        var tried = 0;
        foreach (var (method, path) in Routes.Of(_host).Where(route => !IsOpen(route)))
        {
            if (Allowed.Contains($"{method} {path[KitHost.Prefix.Length..]}"))
            {
                continue;
            }

            var answer = await _client.SendAsync(
                new HttpMethod(method), path.Replace("{id}", _ada.Subject, StringComparison.Ordinal),
                new StringContent("{}", System.Text.Encoding.UTF8, "application/json"));
            answer.ExpectProblem(HttpStatusCode.Forbidden, "mfa_required");
            tried++;
        }

        Assert.That(tried, Is.GreaterThan(30));
    }

    [Test]
    public async Task AConfirmedApp_MakesAFullSessionOfIt()
    {
        await EnterLateAsync(_client);
        var begun = (await _client.PostAsync("/mfa/totp", new { name = "Phone" })).Expect(HttpStatusCode.Created);
        (await _client.GetAsync("/me")).ExpectProblem(HttpStatusCode.Forbidden, "mfa_required");
        var confirmed = (await _client.PostAsync(
            $"/mfa/totp/{begun["authenticatorId"]}/confirm", new { code = TestTotp.Code(begun["secret"], _host.Clock.GetUtcNow()) })).Expect(HttpStatusCode.OK);
        Assert.That(confirmed.Json.GetProperty("recoveryCodes").GetArrayLength(), Is.EqualTo(10));
        var signedIn = confirmed.Json.GetProperty("signedIn");
        Assert.That(signedIn.GetProperty("status").GetString(), Is.EqualTo("signedIn"));
        _client.AccessToken = signedIn.GetProperty("accessToken").GetString();
        Assert.That((await _client.GetAsync("/me")).Expect(HttpStatusCode.OK)["acr"], Is.EqualTo("aal2"));
        (await _client.GetAsync("/status")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task APasskey_MakesAFullSessionOfIt()
    {
        using var authenticator = new SoftAuthenticator();
        await EnterLateAsync(_client);
        var options = await ApiOptions.AskAsync(_client, "/mfa/passkey");
        var answer = (await _client.PostAsync("/mfa/passkey", new { name = "Laptop", credential = authenticator.Register(options) })).Expect(HttpStatusCode.Created);
        _client.AccessToken = answer.Json.GetProperty("signedIn").GetProperty("accessToken").GetString();
        Assert.That((await _client.GetAsync("/me")).Expect(HttpStatusCode.OK)["acr"], Is.EqualTo("aal2"));
    }

    [Test]
    public async Task AWrongCode_LeavesItAsItWas()
    {
        await EnterLateAsync(_client);
        var begun = (await _client.PostAsync("/mfa/totp", new { name = "Phone" })).Expect(HttpStatusCode.Created);
        (await _client.PostAsync($"/mfa/totp/{begun["authenticatorId"]}/confirm", new { code = "000000" })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_code");
        (await _client.GetAsync("/me")).ExpectProblem(HttpStatusCode.Forbidden, "mfa_required");
    }

    [Test]
    public async Task OfTwoSessionsForEnrolment_OnlyTheOneThatSetsAFactorUpGoesOn()
    {
        using var thief = _host.Client();
        await EnterLateAsync(_client);
        await EnterLateAsync(thief);
        var thiefs = (await thief.PostAsync("/mfa/totp", new { name = "Thief" })).Expect(HttpStatusCode.Created);
        await EnrolElsewhereAsync();

        (await thief.PostAsync($"/mfa/totp/{thiefs["authenticatorId"]}/confirm", new { code = TestTotp.Code(thiefs["secret"], _host.Clock.GetUtcNow()) }))
            .ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        (await thief.PostAsync("/mfa/totp", new { name = "Thief" })).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        (await thief.PostAsync("/step-up", new { method = "totp", code = "000000" })).ExpectProblem(HttpStatusCode.Forbidden, "mfa_required");
        (await thief.GetAsync("/me")).ExpectProblem(HttpStatusCode.Forbidden, "mfa_required");
    }

    [Test]
    public async Task OfTwoSessionsForEnrolment_TheOtherEndsWithTheFirstFactor()
    {
        using var thief = _host.Client();
        await EnterLateAsync(_client);
        await EnterLateAsync(thief);
        await _ada.EnrolAsync(_client);
        (await thief.PostAsync("/mfa/totp", new { name = "Thief" })).Expect(HttpStatusCode.Unauthorized);
        (await _client.GetAsync("/me")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task ACodeByEmail_IsAskedForFirst_AndMakesNoFullSession()
    {
        await _ada.SignInAsync(_client);
        var mail = (await _client.PostAsync("/mfa/email", new { destination = "ada@example.com" })).Expect(HttpStatusCode.Created);
        (await _client.PostAsync($"/mfa/email/{mail["authenticatorId"]}/confirm", new { code = _letters.LastCode })).Expect(HttpStatusCode.OK);
        _host.Clock.Advance(TimeSpan.FromDays(8));
        _client.AccessToken = null;
        var challenge = (await _client.PostAsync("/login", new { userName = "ada", password = Person.Password })).Expect(HttpStatusCode.OK);
        Assert.That(challenge["status"], Is.EqualTo("mfaRequired"), "enrolling must not be easier than signing in was");
        (await _client.PostAsync("/login/mfa/send", new { challengeToken = challenge["challengeToken"], method = "email" })).Expect(HttpStatusCode.Accepted);
        var answer = (await _client.PostAsync("/login/mfa", new { challengeToken = challenge["challengeToken"], method = "email", code = _letters.LastCode })).Expect(HttpStatusCode.OK);
        Assert.That(answer["status"], Is.EqualTo("enrollmentRequired"));
        _client.AccessToken = answer["enrollmentToken"];
        (await _client.GetAsync("/me")).ExpectProblem(HttpStatusCode.Forbidden, "mfa_required");
        (await _client.PostAsync("/mfa/email", new { destination = "other@example.com" })).ExpectProblem(HttpStatusCode.Forbidden, "mfa_required");
        await _ada.EnrolAsync(_client);
        (await _client.GetAsync("/me")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task TheAnswer_HasNothingThatLasts()
    {
        var answer = await EnterLateAsync(_client);
        Assert.That(answer.Text, Does.Not.Contain("accessToken").And.Not.Contain("refreshToken").And.Not.Contain("signedIn"));
        (await _client.PostAsync("/login", new { userName = "ada", password = "wrong" })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await _client.PostAsync("/logout")).Expect(HttpStatusCode.NoContent);
        (await _client.GetAsync("/mfa")).Expect(HttpStatusCode.Unauthorized);
    }

    /// <summary>Sets an app up without a session: by a page of the host's own that ends no others.</summary>
    private async Task EnrolElsewhereAsync()
    {
        var mfa = _host.Services.GetRequiredService<MfaManager>();
        var begun = ((TotpEnrollmentStart.Started)await mfa.BeginTotpEnrollmentAsync(_ada.Subject, "ada", "Phone")).Enrollment;
        var code = TestTotp.Code(begun.Secret, _host.Clock.GetUtcNow());
        Assert.That(await mfa.ConfirmAsync(_ada.Subject, begun.AuthenticatorId, code), Is.InstanceOf<MfaConfirmation.Confirmed>());
    }

    private static bool IsOpen((string Method, string Path) route)
    {
        string[] open =
        [
            "/register", "/login", "/login/mfa", "/login/mfa/send", "/login/passkey", "/login/passkey/options", "/login/mfa/passkey",
            "/login/mfa/passkey/options", "/refresh", "/password/forgot", "/password/reset", "/email/confirm", "/email/change/confirm", "/email/change/revert", "/health", "/openapi.json",
        ];
        return open.Contains(route.Path[KitHost.Prefix.Length..]);
    }

    private async Task<ApiAnswer> EnterLateAsync(ApiClient client)
    {
        if (client == _client)
        {
            using var first = _host.Client();
            await _ada.SignInAsync(first);
            _host.Clock.Advance(TimeSpan.FromDays(8));
        }

        var answer = (await client.PostAsync("/login", new { userName = "ada", password = Person.Password })).Expect(HttpStatusCode.OK);
        Assert.That(answer["status"], Is.EqualTo("enrollmentRequired"));
        client.AccessToken = answer["enrollmentToken"];
        return answer;
    }
}
