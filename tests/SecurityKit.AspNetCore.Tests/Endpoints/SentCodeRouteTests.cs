using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Endpoints;

/// <summary>Codes by text message and e-mail, over HTTP: set up, used to sign in, used to step up.</summary>
[TestFixture]
public sealed class SentCodeRouteTests
{
    private readonly Letters _letters = new();
    private KitHost _host = null!;

    [OneTimeSetUp]
    public async Task StartAsync() =>
        _host = await KitHost.StartAsync(new KitHostSetup { Services = services => services.AddSingleton<IMessageSender>(_letters) });

    [OneTimeTearDown]
    public async Task StopAsync() => await _host.DisposeAsync();

    [Test]
    public async Task TextMessages_AreSetUp_CompleteASignIn_AndStepUp()
    {
        var ada = await Person.RegisterAsync(_host, "ada");
        using var client = _host.Client();
        await ada.SignInAsync(client);
        var begun = (await client.PostAsync("/mfa/sms", new { destination = "+4915112345678" })).Expect(HttpStatusCode.Created);
        Assert.That(begun["destination"], Does.EndWith("78").And.Not.Contain("12345"));
        (await client.PostAsync($"/mfa/sms/{begun["authenticatorId"]}/confirm", new { code = Wrong(_letters.LastCode) }))
            .ExpectProblem(HttpStatusCode.Unauthorized, "invalid_code");
        (await client.PostAsync($"/mfa/sms/{begun["authenticatorId"]}/confirm", new { code = _letters.LastCode })).Expect(HttpStatusCode.OK);

        using var again = _host.Client();
        var challenge = (await again.PostAsync("/login", new { userName = "ada", password = Person.Password })).Expect(HttpStatusCode.OK)["challengeToken"];
        (await again.PostAsync("/login/mfa/send", new { challengeToken = challenge, method = "sms" })).Expect(HttpStatusCode.Accepted);
        var done = await again.PostAsync("/login/mfa", new { challengeToken = challenge, method = "sms", code = _letters.LastCode });
        again.AccessToken = done.Expect(HttpStatusCode.OK)["accessToken"];

        (await again.PostAsync("/step-up/send", new { method = "sms" })).Expect(HttpStatusCode.Accepted);
        (await again.PostAsync("/step-up", new { method = "sms", code = _letters.LastCode })).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task AnEmailCode_IsNotOfferedWhereNoneIsSetUp_AndAnUnknownChallengeSendsNothing()
    {
        var bob = await Person.RegisterAsync(_host, "bob");
        using var client = _host.Client();
        await bob.SignInAsync(client);
        var before = _letters.Count;

        (await client.PostAsync("/step-up/send", new { method = "email" })).ExpectProblem(HttpStatusCode.Conflict, "conflict");
        (await client.PostAsync("/login/mfa/send", new { challengeToken = new string('A', 43), method = "sms" }))
            .ExpectProblem(HttpStatusCode.Unauthorized, "invalid_challenge");
        (await client.PostAsync("/login/mfa/send", new { challengeToken = new string('A', 43), method = "totp" }))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid_request");
        (await client.PostAsync("/mfa/sms", new { destination = "call me" })).ExpectProblem(HttpStatusCode.BadRequest, "invalid_request");

        Assert.That(_letters.Count, Is.EqualTo(before));
    }

    [Test]
    public async Task SomebodyElsesPendingAuthenticator_IsNotFound()
    {
        var carol = await Person.RegisterAsync(_host, "carol");
        var mallory = await Person.RegisterAsync(_host, "mallory");
        using var owner = _host.Client();
        using var other = _host.Client();
        await carol.SignInAsync(owner);
        await mallory.SignInAsync(other);
        var begun = (await owner.PostAsync("/mfa/email", new { destination = "carol@example.com" })).Expect(HttpStatusCode.Created);

        (await other.PostAsync($"/mfa/email/{begun["authenticatorId"]}/confirm", new { code = _letters.LastCode }))
            .ExpectProblem(HttpStatusCode.NotFound, "not_found");
    }

    private static string Wrong(string code) => code[..^1] + (code[^1] == '0' ? '1' : '0');
}
