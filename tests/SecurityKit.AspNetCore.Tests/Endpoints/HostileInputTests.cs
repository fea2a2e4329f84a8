using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Endpoints;

/// <summary>Whatever is sent to whichever route: never a 500, never a stack trace, never what was sent in the answer or the log.</summary>
[TestFixture]
public sealed class HostileInputTests
{
    private const string Marker = "s3cr3t-m4rker-91";

    private static readonly string[] Fields =
        ["userName", "email", "password", "challengeToken", "method", "code", "refreshToken", "name", "current", "new", "token", "destination", "scopes", "expiresInDays"];

    private static readonly string[] Ids =
    [
        "x", "%00", "..%2f..%2fetc", "%F0%9F%92%A9", new string('a', 3000), "00000000000000000000000000000000", "'%20OR%201=1--", "%FF%FE", "-1", "%7B%7D",
    ];

    private KitHost _host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _host = await KitHost.StartAsync(new KitHostSetup
    {
        Settings = new Dictionary<string, string?>
        {
            ["SecurityKit:Endpoints:Throttles:SignIn:Permits"] = "1000",
            ["SecurityKit:Endpoints:Throttles:Registration:Permits"] = "1000",
            ["SecurityKit:Endpoints:Throttles:PasswordReset:Permits"] = "1000",
        },
    });

    [OneTimeTearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [TestCase(false)]
    [TestCase(true)]
    public async Task NoBody_OnNoRoute_EndsInAnInternalError(bool isSignedIn)
    {
        var person = await Person.RegisterAsync(_host, isSignedIn ? "hostile-in" : "hostile-out");
        var session = isSignedIn ? await TokenAsync(person) : null;
        foreach (var (method, path) in Routes.Of(_host).Where(route => route.Method != "GET"))
        {
            foreach (var body in Bodies())
            {
                using var client = _host.Client();
                client.AccessToken = session;
                using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
                var answer = await client.SendAsync(new HttpMethod(method), path.Replace("{id}", "x", StringComparison.Ordinal), content);
                Check(answer, $"{method} {path} {Encoding.UTF8.GetString(body[..Math.Min(body.Length, 80)])}");
                if (answer.Status is HttpStatusCode.NoContent or HttpStatusCode.OK or HttpStatusCode.Unauthorized && isSignedIn)
                {
                    session = await TokenAsync(person);
                }
            }
        }

        Assert.That(_host.Logs.Text, Does.Not.Contain(Marker));
    }

    [Test]
    public async Task OddIds_EndInARefusal()
    {
        var person = await Person.RegisterAsync(_host, "hostile-ids");
        foreach (var (method, path) in Routes.Of(_host).Where(route => route.Path.Contains("{id}", StringComparison.Ordinal)))
        {
            foreach (var id in Ids)
            {
                using var client = _host.Client();
                client.AccessToken = await TokenAsync(person);
                using var content = new StringContent("""{"code":"123456"}""", Encoding.UTF8, "application/json");
                var answer = await client.SendAsync(new HttpMethod(method), path.Replace("{id}", id, StringComparison.Ordinal), content);
                Assert.That((int)answer.Status, Is.InRange(400, 499));
                if (id != "%00")
                {
                    // A NUL in the path is refused by the server itself, before the kit sees it, with an empty answer.
                    Check(answer, $"{method} {path} {id}");
                }
            }
        }
    }

    [Test]
    public async Task WrongVerbs_AreRefusedWithAProblem()
    {
        using var client = _host.Client();
        foreach (var routes in Routes.Of(_host).GroupBy(route => route.Path, StringComparer.Ordinal))
        {
            foreach (var method in new[] { "PUT", "PATCH", "TRACE", "FOO" }.Except(routes.Select(route => route.Method)))
            {
                var answer = await client.SendAsync(new HttpMethod(method), routes.Key.Replace("{id}", "x", StringComparison.Ordinal));
                answer.ExpectProblem(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
                Assert.That(answer.Header("Allow"), Is.Not.Empty);
            }
        }

        (await client.GetAsync("/no/such/route")).ExpectProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Test]
    public async Task HeadIsAnsweredAsGet_WithoutABody()
    {
        using var client = _host.Client();
        foreach (var path in new[] { KitHost.Prefix + "/health", "/.well-known/jwks.json", KitHost.Prefix + "/me" })
        {
            var get = await client.SendAsync(HttpMethod.Get, path);
            var head = await client.SendAsync(HttpMethod.Head, path);

            Assert.That((head.Status, head.Text, head.Header("Content-Type")), Is.EqualTo((get.Status, string.Empty, get.Header("Content-Type"))), path);
        }
    }

    [TestCase("text/plain")]
    [TestCase("application/xml")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("application/json; charset=utf-16")]
    public async Task AnythingButJsonInUtf8_IsAnUnsupportedMediaType(string contentType)
    {
        using var client = _host.Client();
        (await client.PostTextAsync("/login", """{"userName":"a","password":"b"}""", contentType))
            .ExpectProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [TestCase("""{"userName":"ada"}""", "password", "required")]
    [TestCase("""{"userName":null,"password":"x"}""", "userName", "required")]
    [TestCase("""{"userName":7,"password":"x"}""", "userName", "wrong_type")]
    [TestCase("""{"userName":"a\u0000b","password":"x"}""", "userName", "invalid_text")]
    [TestCase("""{"userName":"ada","password":"x\u0000y"}""", "password", "invalid_text")]
    [TestCase("""{"userName":"\ud800","password":"x"}""", "userName", "invalid_text")]
    [TestCase("""{"userName":"ada","password":"x","password":"y"}""", "body", "malformed")]
    [TestCase("""{"userName":"ada","password":""", "body", "malformed")]
    [TestCase("""[]""", "body", "wrong_type")]
    [TestCase("", "body", "malformed")]
    [TestCase("""{"userName":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}},"password":"x"}""", "body", "malformed")]
    public async Task ABrokenRule_IsNamedWithItsInput(string body, string input, string rule)
    {
        using var client = _host.Client();
        var answer = (await client.PostTextAsync("/login", body)).ExpectProblem(HttpStatusCode.BadRequest, "invalid_request");
        var error = answer.Json.GetProperty("errors")[0];
        Assert.That((error.GetProperty("input").GetString(), error.GetProperty("code").GetString()), Is.EqualTo((input, rule)), answer.Text);
        Assert.That(error.GetProperty("message").GetString(), Is.Not.Empty);
    }

    [Test]
    public async Task AllBrokenRules_AreNamedTogether()
    {
        using var client = _host.Client();
        var answer = await client.PostTextAsync("/register", """{"userName":5,"email":[]}""");
        var inputs = answer.ExpectProblem(HttpStatusCode.BadRequest, "invalid_request").Json.GetProperty("errors").EnumerateArray();
        Assert.That(inputs.Select(e => e.GetProperty("input").GetString()), Is.EqualTo(new[] { "userName", "email", "password" }));
    }

    [Test]
    public async Task ABodyThatIsTooLarge_IsRefused_WithAndWithoutALength()
    {
        using var client = _host.Client();
        var body = JsonSerializer.Serialize(new { userName = new string('a', 1_000_000), password = "x" });
        (await client.PostTextAsync("/register", body)).ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too_large");
        using var chunked = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body))) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        chunked.Headers.ContentLength = null;
        var answer = await client.SendAsync(HttpMethod.Post, KitHost.Prefix + "/register", chunked, ("Transfer-Encoding", "chunked"));
        answer.ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [TestCase("aaaaaaaaaaaaA1!")]
    [TestCase("short")]
    [TestCase("hostile-weak-password")]
    public async Task AWeakPassword_IsRefusedByName(string password)
    {
        using var client = _host.Client();
        var answer = await client.PostAsync("/register", new { userName = "hostile-weak-password", email = "w@example.com", password });
        answer.ExpectProblem(HttpStatusCode.BadRequest, "weak_password");
        Assert.That(answer.Text, Does.Not.Contain(password == "short" ? "\"short\"" : password));
    }

    [Test]
    public async Task APasswordOfTenThousandCharacters_IsRefused_AtRegistrationAndAtSignIn()
    {
        using var client = _host.Client();
        var password = string.Concat(Enumerable.Repeat("Tr0ub4dor ", 1_000));
        (await client.PostAsync("/register", new { userName = "hostile-long", email = "l@example.com", password })).Expect(HttpStatusCode.BadRequest);
        (await client.PostAsync("/login", new { userName = "hostile-long", password })).Expect(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task MoreThanOneCredential_IsRefused_AndABadOneIsNeverPassedOver()
    {
        var person = await Person.RegisterAsync(_host, "hostile-two");
        using var client = _host.Client();
        await person.SignInAsync(client);
        (await client.SendAsync(HttpMethod.Get, KitHost.Prefix + "/me", null, ("Authorization", "Bearer x"))).Expect(HttpStatusCode.Unauthorized);
        foreach (var header in new[] { "Basic YTpi", "Bearer", "Bearer ", "bearer x.y.z", "Bearer " + new string('a', 20_000) })
        {
            using var other = _host.Client();
            var answer = await other.SendAsync(HttpMethod.Get, KitHost.Prefix + "/me", null, ("Authorization", header));
            Check(answer, header);
            answer.Expect(HttpStatusCode.Unauthorized);
        }
    }

    private static IEnumerable<byte[]> Bodies()
    {
        string[] values =
        [
            $"\"{Marker}\"", "null", "0", "-1.5e300", "true", "[]", "{}", "[[[[]]]]", $"\"{Marker}\\u0000\"", $"\"{Marker}\\ud800\"", "\"\"",
            $"\"{Marker}{new string('x', 20_000)}\"", $"\"{Marker}\\u202e\\ufeff\\u0301\"", $"\"{Marker}'; DROP TABLE sk_accounts;--\"", $"\"{Marker}\\r\\nSet-Cookie: a=b\"",
        ];
        foreach (var value in values)
        {
            yield return Encoding.UTF8.GetBytes("{" + string.Join(',', Fields.Select(field => $"\"{field}\":{value}")) + "}");
        }

        yield return [];
        yield return "null"u8.ToArray();
        yield return Encoding.UTF8.GetBytes($"\"{Marker}\"");
        yield return Encoding.UTF8.GetBytes($"{{\"userName\":\"{Marker}\"");
        yield return [.. "{\"userName\":\""u8, 0xff, 0xfe, 0xc3, 0x28, .. "\",\"password\":\"x\"}"u8];
        yield return [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00];
        yield return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 5_000)));
        yield return Encoding.UTF8.GetBytes(new string('[', 30_000));
        yield return "{\"\\ud800\":1,\"\\ud800\":2}"u8.ToArray();
        yield return Encoding.UTF8.GetBytes($"{{\"userName\":\"{Marker}{new string('y', 1_000_000)}\"}}");
    }

    private static void Check(ApiAnswer answer, string what)
    {
        Assert.That((int)answer.Status, Is.LessThan(500), what + "\n" + answer.Text);
        Assert.That(answer.Text, Does.Not.Contain("   at ").And.Not.Contain("Exception"), what);
        Assert.That(answer.Text, Does.Not.Contain(Marker), what);
        if ((int)answer.Status >= 400)
        {
            Assert.That(answer.ContentHeaders.ContentType?.MediaType, Is.EqualTo("application/problem+json"), what);
            Assert.That(answer.Code, Does.Match("^[a-z_]+$"), what);
        }
    }

    private async Task<string> TokenAsync(Person person)
    {
        using var client = _host.Client();
        await person.SignInAsync(client);
        return client.AccessToken!;
    }
}
