using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Endpoints;

/// <summary>Another address over HTTP: with the password, a fresh factor where there is one, and what was mailed.</summary>
[TestFixture]
public sealed class EmailChangeTests
{
    private Letters _letters = null!;
    private KitHost _host = null!;
    private Person _ada = null!;
    private ApiClient _client = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _letters = new Letters();
        _host = await KitHost.StartAsync(new KitHostSetup { Services = services => services.AddSingleton<IMessageSender>(_letters) });
        _ada = await Person.RegisterAsync(_host, "ada");
        _client = _host.Client();
        await _ada.SignInAsync(_client);
        (await _client.PostAsync("/email/confirm", new { token = await _letters.TokenAsync(1) })).Expect(HttpStatusCode.NoContent);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task ConfirmedByTheNewMailbox_AndTakenBackFromTheOld_WithAllSessionsEnded()
    {
        (await RequestAsync("ada@example.org")).Expect(HttpStatusCode.Accepted);
        using var anybody = _host.Client();
        var token = await _letters.TokenAsync(2);
        (await anybody.PostAsync("/email/change/confirm", new { token })).Expect(HttpStatusCode.NoContent);
        (await anybody.PostAsync("/email/change/confirm", new { token })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_token");
        (await _client.GetAsync("/me")).Expect(HttpStatusCode.OK);
        (await anybody.PostAsync("/login", new { userName = "ada@example.org", password = Person.Password })).Expect(HttpStatusCode.OK);

        var back = await _letters.TokenAsync(3);
        (await anybody.PostAsync("/email/change/confirm", new { token = back })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_token");
        (await anybody.PostAsync("/email/change/revert", new { token = back })).Expect(HttpStatusCode.NoContent);
        (await _client.GetAsync("/me")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
        (await anybody.PostAsync("/login", new { userName = "ada", password = Person.Password })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await anybody.PostAsync("/password/reset", new { token = await _letters.TokenAsync(4), @new = "five-other-quiet-lanterns" })).Expect(HttpStatusCode.NoContent);
        (await anybody.PostAsync("/login", new { userName = "ada@example.com", password = "five-other-quiet-lanterns" })).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task WithoutThePassword_OrByAKey_OrWithAnOldFactor_ItIsRefused()
    {
        (await RequestAsync("ada@example.org", "a wrong password")).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
        using var nobody = _host.Client();
        (await nobody.PostAsync("/email/change", new { password = Person.Password, email = "ada@example.org" }))
            .ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
        using var key = _host.Client();
        key.ApiKey = (await _client.PostAsync("/api-keys", new { name = "ci" })).Expect(HttpStatusCode.Created)["key"];
        (await key.PostAsync("/email/change", new { password = Person.Password, email = "ada@example.org" })).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");

        await _ada.EnrolAsync(_client);
        _host.Clock.Advance(TimeSpan.FromMinutes(15));
        using var later = _host.Client();
        await _ada.SignInWithCodeAsync(later);
        _host.Clock.Advance(TimeSpan.FromMinutes(10));
        (await later.PostAsync("/email/change", new { password = Person.Password, email = "ada@example.org" }))
            .ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
    }

    [Test]
    public async Task AnAddressThatIsInUse_IsAnsweredLikeAFreeOne_AndAsNoneIsNamed()
    {
        await Person.RegisterAsync(_host, "bob");
        (await _client.PostAsync("/email/confirm", new { token = await _letters.TokenAsync(2) })).Expect(HttpStatusCode.NoContent);

        var taken = (await RequestAsync("bob@example.com")).Expect(HttpStatusCode.Accepted);
        var free = (await RequestAsync("nobody@example.com")).Expect(HttpStatusCode.Accepted);
        Assert.That(taken.Text, Is.EqualTo(free.Text));
        var none = await RequestAsync("not an address");
        none.ExpectProblem(HttpStatusCode.BadRequest, "invalid_request");
        Assert.That(none.Json.GetProperty("errors")[0].GetProperty("input").GetString(), Is.EqualTo("email"));
        (await _client.PostAsync("/email/change/revert", new { token = "x" })).ExpectProblem(HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Test]
    public async Task AfterAReset_KeysAreRefused_UntilTheirOwnerTakesThemBackIntoUse()
    {
        using var key = _host.Client();
        key.ApiKey = (await _client.PostAsync("/api-keys", new { name = "ci" })).Expect(HttpStatusCode.Created)["key"];
        using var anybody = _host.Client();
        (await anybody.PostAsync("/password/forgot", new { email = "ada@example.com" })).Expect(HttpStatusCode.Accepted);
        (await anybody.PostAsync("/password/reset", new { token = await _letters.TokenAsync(2), @new = "five-other-quiet-lanterns" })).Expect(HttpStatusCode.NoContent);

        (await key.GetAsync("/me")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
        (await anybody.PostAsync("/api-keys/resume")).ExpectProblem(HttpStatusCode.Unauthorized, "authentication_required");
        anybody.AccessToken = (await anybody.PostAsync("/login", new { userName = "ada", password = "five-other-quiet-lanterns" })).Expect(HttpStatusCode.OK)["accessToken"];
        var listed = (await anybody.GetAsync("/api-keys")).Json[0];
        Assert.That(listed.GetProperty("suspensions").EnumerateArray().Select(s => s.GetString()), Is.EqualTo(new[] { "password_reset" }));
        (await anybody.PostAsync("/api-keys/resume")).Expect(HttpStatusCode.NoContent);
        (await key.GetAsync("/me")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task AReset_NeverBypassesTheSecondFactor()
    {
        await _ada.EnrolAsync(_client);
        using var anybody = _host.Client();
        (await anybody.PostAsync("/password/forgot", new { email = "ada@example.com" })).Expect(HttpStatusCode.Accepted);
        (await anybody.PostAsync("/password/reset", new { token = await _letters.TokenAsync(2), @new = "five-other-quiet-lanterns" })).Expect(HttpStatusCode.NoContent);

        var answer = (await anybody.PostAsync("/login", new { userName = "ada", password = "five-other-quiet-lanterns" })).Expect(HttpStatusCode.OK);
        Assert.That(answer["status"], Is.EqualTo("mfaRequired"));
        Assert.That(answer.Text, Does.Not.Contain("accessToken"));
    }

    private Task<ApiAnswer> RequestAsync(string email, string password = Person.Password) => _client.PostAsync("/email/change", new { password, email });
}
