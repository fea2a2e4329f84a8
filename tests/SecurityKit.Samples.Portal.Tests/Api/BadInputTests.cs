using System.Net;
using SecurityKit.Samples.Portal.Tests.Hosting;

namespace SecurityKit.Samples.Portal.Tests.Api;

/// <summary>Whatever is sent gets the problem it deserves, and never a 500.</summary>
public sealed class BadInputTests
{
    private const string Weak = "aaaaaaaaaaaaA1!";

    private static readonly string[] RoutesWithBodies =
    [
        "/register", "/login", "/login/mfa", "/login/mfa/send", "/refresh", "/password/forgot", "/password/reset", "/password", "/step-up", "/step-up/send",
        "/mfa/totp", "/mfa/totp/unknown/confirm", "/mfa/sms", "/mfa/email",
    ];

    private static readonly (string Name, string Text)[] Malformed =
    [
        ("nothing", ""), ("half an object", "{\"userName\":"), ("an array", "[]"), ("a text", "\"x\""), ("null", "null"), ("not JSON", "userName=x"),
        ("a field twice", "{\"userName\":\"a\",\"userName\":\"b\"}"), ("too deep", string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40)),
        ("half a surrogate pair", "{\"userName\":\"\\ud800\",\"password\":\"\\ud800\",\"code\":\"\\ud800\",\"name\":\"\\ud800\"}"),
        ("numbers for texts", "{\"userName\":1,\"password\":2,\"email\":3,\"code\":4,\"token\":5,\"new\":6,\"current\":7,\"method\":8,\"name\":9,\"refreshToken\":1,\"challengeToken\":1,\"destination\":1}"),
    ];

    private ApiClient _client = null!;

    [OneTimeSetUp]
    public async Task SignInAsync() => _client = await SignedInAsync();

    [OneTimeTearDown]
    public void Close() => _client.Dispose();

    [TestCaseSource(nameof(RoutesWithBodies))]
    public async Task MalformedBodies_AreInvalidRequests(string route)
    {
        foreach (var (name, text) in Malformed)
        {
            var answer = await _client.PostTextAsync(route, text);
            Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "invalid_request")), $"{name}: {answer.Text}");
            Assert.That(answer.Json.GetProperty("errors").GetArrayLength(), Is.Positive, name);
        }
    }

    [TestCaseSource(nameof(RoutesWithBodies))]
    public async Task MissingFields_AreNamed(string route)
    {
        if (route == "/mfa/totp")
        {
            Assert.Pass("Its only field may be left out.");
        }

        var answer = await _client.PostTextAsync(route, "{}");
        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "invalid_request")), answer.Text);
        Assert.That(answer.Json.GetProperty("errors")[0].GetProperty("input").GetString(), Is.Not.Empty);
    }

    [TestCaseSource(nameof(RoutesWithBodies))]
    public async Task OtherContentTypes_AreRefused(string route)
    {
        foreach (var type in (string[])["text/plain", "application/x-www-form-urlencoded", "application/xml", "application/json; charset=utf-16"])
        {
            var answer = await _client.PostTextAsync(route, "{}", type);
            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.UnsupportedMediaType), $"{type}: {answer.Text}");
            Assert.That(answer.Code, Is.Not.Null);
        }
    }

    [Test]
    public async Task ANameOfAMegabyte_IsTooLarge()
    {
        var answer = await _client.PostAsync("/register", new { userName = new string('n', 1 << 20), email = "a@example.test", password = "brisk-lantern-oatmeal" });
        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.RequestEntityTooLarge, "too_large")));
    }

    [Test]
    public async Task ANameOfThousands_IsNamedWithItsRule()
    {
        var answer = await _client.PostAsync("/register", new { userName = new string('n', 5_000), email = "a@example.test", password = "brisk-lantern-oatmeal" });
        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "invalid_request")), answer.Text);
        Assert.That(answer.Json.GetProperty("errors")[0].GetProperty("input").GetString(), Is.EqualTo("userName"));
    }

    [TestCase("kite-9q")]
    [TestCase(Weak)]
    [TestCase("password1234")]
    public async Task WeakPasswords_AreRefusedWithReasons(string password)
    {
        var person = Person.New() with { Password = password };
        var answer = await _client.PostAsync("/register", person.Registration);
        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.BadRequest, "weak_password")), answer.Text);
        Assert.That(answer.Json.GetProperty("errors")[0].GetProperty("input").GetString(), Is.EqualTo("password"));
        Assert.That(answer.Text, Does.Not.Contain(password));
    }

    [Test]
    public async Task APasswordOfTenThousandCharacters_IsRefusedWhereverItIsSent()
    {
        var password = new string('p', 10_000);
        var person = Person.New() with { Password = password };
        foreach (var answer in new[]
        {
            await _client.PostAsync("/register", person.Registration),
            await _client.PostAsync("/login", person.Login),
            await _client.PostAsync("/password", new { current = password, @new = password }),
            await _client.PostAsync("/password/reset", new { token = "x", @new = password }),
        })
        {
            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.Text);
            Assert.That(answer.Code, Is.EqualTo("invalid_request").Or.EqualTo("weak_password"));
            Assert.That(answer.Text, Has.Length.LessThan(2_000), "What was sent is not sent back.");
        }
    }

    [TestCase("/sessions/00000000-0000-0000-0000-000000000000")]
    [TestCase("/sessions/not-an-id")]
    [TestCase("/sessions/..%2f..%2fme")]
    [TestCase("/mfa/unknown")]
    [TestCase("/mfa/%F0%9F%90%88")]
    public async Task UnknownIds_AreNotFound(string route)
    {
        var answer = await _client.DeleteAsync(route);
        Assert.That((answer.Status, answer.Code), Is.EqualTo((HttpStatusCode.NotFound, "not_found")), answer.Text);
    }

    [Test]
    public async Task APathThatIsNoPath_IsABadRequest()
    {
        var answer = await _client.DeleteAsync("/sessions/%00");
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), "The server refuses it before any route sees it.");
    }

    [Test]
    public async Task ForeignIds_LookLikeUnknownOnes()
    {
        using var mine = await SignedInAsync();
        using var theirs = await SignedInAsync();
        var (device, authenticator, _) = await Person.EnrolAsync(theirs);
        var session = (await theirs.GetAsync("/me"))["sessionId"];

        var revoke = await mine.DeleteAsync($"/sessions/{session}");
        Assert.That((revoke.Status, revoke.Code), Is.EqualTo((HttpStatusCode.NotFound, "not_found")));
        var unknown = await mine.DeleteAsync("/mfa/unknown");
        var remove = await mine.DeleteAsync($"/mfa/{authenticator}");
        Assert.That((remove.Status, remove.Code), Is.EqualTo((unknown.Status, unknown.Code)), "Nothing tells whether the id exists.");
        var confirm = await mine.PostAsync($"/mfa/totp/{authenticator}/confirm", new { code = device.Next() });
        Assert.That((confirm.Status, confirm.Code), Is.EqualTo((HttpStatusCode.NotFound, "not_found")));

        Assert.That((await theirs.GetAsync("/me")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await theirs.GetAsync("/mfa")).Json.GetProperty("authenticators").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task UnknownNamesAndWrongPasswords_GetTheSameAnswer()
    {
        using var client = (await PortalProcess.SharedAsync()).Client();
        var person = Person.New();
        await client.PostAsync("/register", person.Registration);
        var wrong = await client.PostAsync("/login", new { userName = person.UserName, password = "wrong-lantern-oatmeal" });
        var unknown = await client.PostAsync("/login", new { userName = "nobody-at-all", password = "wrong-lantern-oatmeal" });
        Assert.That((wrong.Status, wrong.Code, wrong["detail"]), Is.EqualTo((unknown.Status, unknown.Code, unknown["detail"])));
        Assert.That(wrong.Code, Is.EqualTo("invalid_credentials"));
    }

    [TestCase("nonsense")]
    [TestCase("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.")]
    public async Task NonsenseForAToken_IsUnauthorised(string token)
    {
        using var client = (await PortalProcess.SharedAsync()).Client();
        client.AccessToken = token;
        var answer = await client.GetAsync("/me");
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Unauthorized), answer.Text);
        Assert.That(answer.Code, Is.Not.Null);
    }

    private static async Task<ApiClient> SignedInAsync()
    {
        var client = (await PortalProcess.SharedAsync()).Client();
        await Person.New().EnterAsync(client);
        return client;
    }
}
