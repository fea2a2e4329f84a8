using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.AspNetCore.Tests.Passkeys;
using SecurityKit.Mfa;
using SecurityKit.Sessions;
using SecurityKit.Testing;

namespace SecurityKit.AspNetCore.Tests.Endpoints;

/// <summary>
/// Every route that the host has, the console's included, tried with everything short of the second factor: none gives a session, and none gives
/// what is the account's.
/// </summary>
[TestFixture]
public sealed partial class SecondFactorEnumerationTests
{
    /// <summary>Asking for another token makes the present one void.</summary>
    private const string NewerToken = "/password/forgot";

    private const string NewPassword = "yet another sentence 99";

    private readonly Letters _letters = new();

    private KitHost _host = null!;
    private Person _ada = null!;
    private string _apiKey = null!;
    private string _endedAccess = null!;
    private string _endedRefresh = null!;
    private string _endedCookie = null!;

    [SetUp]
    public async Task SetUpAsync()
    {
        _host = await KitHost.StartAsync(new KitHostSetup
        {
            Settings =
            {
                ["SecurityKit:Mfa:Passkeys:RelyingPartyId"] = SoftAuthenticator.Domain,
                ["SecurityKit:Endpoints:Throttles:SignIn:Permits"] = "1000",
                ["SecurityKit:Endpoints:Throttles:Registration:Permits"] = "1000",
                ["SecurityKit:Endpoints:Throttles:PasswordReset:Permits"] = "1000",
            },
            Services = services => services.AddSingleton<IMessageSender>(_letters),
            Pipeline = static app =>
            {
                app.UseSecurityKit();
                app.MapSecurityKit(KitHost.Prefix);
                app.MapSecurityKitConsole("/security");
            },
        });
        _ada = await Person.RegisterAsync(_host, "ada");
        using var owner = _host.Client();
        (await owner.PostAsync("/email/confirm", new { token = await MailedAsync() })).Expect(HttpStatusCode.NoContent);
        await _ada.SignInAsync(owner);
        await _ada.EnrolAsync(owner);
        await _ada.SignInWithCodeAsync(owner);
        _apiKey = (await owner.PostAsync("/api-keys", new { name = "ci", scopes = Array.Empty<string>(), expiresInDays = 30 })).Expect(HttpStatusCode.Created)["key"];

        var ended = await _ada.SignInWithCodeAsync(owner);
        (_endedAccess, _endedRefresh) = (ended["accessToken"], ended["refreshToken"]);
        var sessions = _host.Services.GetRequiredService<SessionManager>();
        var now = _host.Clock.GetUtcNow();
        var cookie = await sessions.CreateAsync(new SessionStart { Subject = _ada.Subject, Factors = [new("pwd", now), new("otp", now)], Level = AssuranceLevel.Two });
        _endedCookie = cookie.Grant!.Token;
        (await owner.PostAsync("/logout-all")).Expect(HttpStatusCode.NoContent);
    }

    [TearDown]
    public async Task TearDownAsync() => await _host.DisposeAsync();

    [Test]
    public async Task NoRoute_GivesASessionOrData_ForAnythingShortOfTheSecondFactor()
    {
        var challenge = await ChallengeAsync(Person.Password);
        BypassAttempt[] attempts =
        [
            new("the password alone"),
            new("a live challenge as a bearer token", Bearer: challenge),
            new("a live challenge as a session", Cookie: $"sk_session={challenge}"),
            new("a live challenge in its cookie", Cookie: $"sk_challenge={challenge}"),
            new("an ended access token", Bearer: _endedAccess),
            new("a dead refresh token as a bearer token", Bearer: _endedRefresh),
            new("the cookie of an ended session", Cookie: $"sk_session={_endedCookie}"),
            new("a made-up trusted device", Cookie: "sk_trusted=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
            new("an API key", ApiKey: _apiKey),
            new("an API key as a bearer token", Bearer: _apiKey),
        ];
        var tried = 0;
        foreach (var attempt in attempts)
        {
            tried += await TryAllAsync(attempt, challenge, mailed: challenge);
        }

        Assert.That(tried, Is.GreaterThan(700), "every route with every credential");
        await ExpectUntouchedAsync();
    }

    [Test]
    public async Task NoRoute_GivesASessionOrData_ForAValidResetToken_AndTheResetLeadsToTheSecondFactor()
    {
        var challenge = await ChallengeAsync(Person.Password);
        using var client = _host.Client();
        (await client.PostAsync("/password/forgot", new { email = "ada@example.com" })).Expect(HttpStatusCode.Accepted);
        var token = await MailedAsync(except: 1);
        await TryAllAsync(new BypassAttempt("a valid reset token as a bearer token", Bearer: token), challenge, mailed: challenge, leavingOut: NewerToken);
        await TryAllAsync(new BypassAttempt("a valid reset token"), challenge, mailed: token, leavingOut: NewerToken);

        (await client.PostAsync("/password/reset", new { token, @new = "once more quite another 11" })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_token");
        (await client.PostAsync("/login", new { userName = "ada", password = Person.Password })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        Assert.That((await client.PostAsync("/login/mfa", new { challengeToken = challenge, method = "totp", code = _ada.TotpCode })).Status, Is.EqualTo(HttpStatusCode.Unauthorized), "a challenge does not outlive the password");
        await ChallengeAsync(NewPassword);
        await ExpectUntouchedAsync();
    }

    private async Task<int> TryAllAsync(BypassAttempt attempt, string challenge, string mailed, string? leavingOut = null)
    {
        using var thief = _host.Client();
        var tried = 0;
        foreach (var endpoint in _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => leavingOut is null || !endpoint.RoutePattern.RawText!.EndsWith(leavingOut, StringComparison.Ordinal)))
        {
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Where(m => m != "HEAD") ?? [])
            {
                var path = Parameter().Replace("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), _ada.AuthenticatorId);
                foreach (var content in Bodies(method, challenge, mailed))
                {
                    using (content)
                    {
                        Check(endpoint, attempt, $"{method} {path} with {attempt.Name}", await thief.SendAsync(new HttpMethod(method), path, content, attempt.Headers));
                        tried++;
                    }
                }
            }
        }

        return tried;
    }

    private void Check(RouteEndpoint endpoint, BypassAttempt attempt, string what, ApiAnswer answer)
    {
        Assert.That(answer.Text, Does.Not.Contain("\"accessToken\":\"").And.Not.Contain("\"enrollmentToken\":\"").And.Not.Contain("\"status\":\"signedIn\""), what);
        Assert.That(answer.Header("Set-Cookie") ?? string.Empty, Does.Not.Contain("sk_session").And.Not.Contain("sk_trusted"), what);
        Assert.That(answer.Text, Does.Not.Contain("ada@example.com").And.Not.Contain(_ada.Secret).And.Not.Contain(_ada.RecoveryCodes[0]), what);
        if (endpoint.Metadata.GetMetadata<IAuthorizeData>() is null)
        {
            return;
        }

        var isForKeys = attempt.ApiKey is not null && !endpoint.Metadata.OfType<RequireSessionAttribute>().Any() && endpoint.RoutePattern.RawText!.EndsWith("/me", StringComparison.Ordinal);
        var isOpenToKeys = isForKeys || (attempt.ApiKey is not null && endpoint.RoutePattern.RawText!.EndsWith("/rate-limit/status", StringComparison.Ordinal));
        HttpStatusCode[] expected = isOpenToKeys ? [HttpStatusCode.OK] : [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden];
        Assert.That(expected, Does.Contain(answer.Status), what + "\n" + answer.Text);
    }

    /// <summary>A JSON body for the routes and a form for the pages, both with everything that any of them reads.</summary>
    private static IEnumerable<HttpContent?> Bodies(string method, string challenge, string mailed)
    {
        if (method is "GET" or "DELETE")
        {
            return [null];
        }

        var fields = new Dictionary<string, object>
        {
            ["userName"] = "ada", ["email"] = "ada@example.com", ["password"] = Person.Password, ["challengeToken"] = challenge, ["refreshToken"] = challenge,
            ["method"] = "totp", ["code"] = "000000", ["name"] = "x", ["current"] = Person.Password, ["new"] = NewPassword, ["token"] = mailed,
            ["destination"] = "+15550100", ["scopes"] = Array.Empty<string>(), ["amr"] = new[] { "pwd", "otp", "mfa" }, ["acr"] = "aal2", ["mfa"] = true,
            ["rememberDevice"] = true, ["credential"] = new { id = "x", type = "public-key", response = new { } }, ["reason"] = "x", ["role"] = "administrator",
        };
        var form = fields.Where(field => field.Value is string).Select(field => KeyValuePair.Create(field.Key, (string)field.Value));
        return [new StringContent(JsonSerializer.Serialize(fields), Encoding.UTF8, "application/json"), new FormUrlEncodedContent(form)];
    }

    private async Task<string> ChallengeAsync(string password)
    {
        using var client = _host.Client();
        var answer = (await client.PostAsync("/login", new { userName = "ada", password })).Expect(HttpStatusCode.OK);
        Assert.That(answer["status"], Is.EqualTo("mfaRequired"));
        return answer["challengeToken"];
    }

    private async Task ExpectUntouchedAsync()
    {
        Assert.That(await _host.Services.GetRequiredService<SessionManager>().ListAsync(_ada.Subject), Is.Empty);
        var mfa = _host.Services.GetRequiredService<MfaManager>();
        var status = await mfa.GetStatusAsync(_ada.Subject);
        Assert.That(status.Authenticators.Select(a => a.Id), Is.EqualTo(new[] { _ada.AuthenticatorId }));
        Assert.That(status.RecoveryCodesLeft, Is.EqualTo(10));
        Assert.That(await mfa.GetTrustedDevicesAsync(_ada.Subject), Is.Empty);
    }

    /// <summary>The token of the newest mail that brought one.</summary>
    private async Task<string> MailedAsync(int except = 0)
    {
        await Until.TrueAsync(() => Task.FromResult(_letters.Tokens.Count > except));
        return _letters.Tokens[^1];
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
