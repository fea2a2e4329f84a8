using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore.Tests.Mfa;

/// <summary>Who has codes by e-mail and nothing else: a fresh one does for changes of the account, since there is nothing better to ask for.</summary>
[TestFixture]
public sealed class EmailOnlyTests
{
    private readonly Letters _letters = new();

    private KitHost _host = null!;
    private Person _ada = null!;
    private ApiClient _client = null!;

    [SetUp]
    public async Task SetUpAsync()
    {
        _host = await KitHost.StartAsync(new KitHostSetup { Services = services => services.AddSingleton<IMessageSender>(_letters) });
        _ada = await Person.RegisterAsync(_host, "ada");
        _client = _host.Client();
        await _ada.SignInAsync(_client);
        var mail = (await _client.PostAsync("/mfa/email", new { destination = "ada@example.com" })).Expect(HttpStatusCode.Created);
        (await _client.PostAsync($"/mfa/email/{mail["authenticatorId"]}/confirm", new { code = _letters.LastCode })).Expect(HttpStatusCode.OK);
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task WithoutAFreshCode_NothingIsMadeThatLasts_AndWithOneNobodyIsRefusedForEver()
    {
        var email = new { email = "new@example.com", password = Person.Password };
        (await _client.PostAsync("/api-keys", new { name = "ci" })).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        (await _client.PostAsync("/mfa/totp", new { name = "Phone" })).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        (await _client.PostAsync("/email/change", email)).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        (await _client.PostAsync("/me/delete", new { password = Person.Password })).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");

        await StepUpAsync();
        var key = (await _client.PostAsync("/api-keys", new { name = "ci" })).Expect(HttpStatusCode.Created);
        (await _client.PostAsync($"/api-keys/{key["id"]}/rotate", new { })).Expect(HttpStatusCode.Created);
        (await _client.PostAsync("/api-keys/resume", new { })).Expect(HttpStatusCode.NoContent);
        (await _client.PostAsync("/mfa/totp", new { name = "Phone" })).Expect(HttpStatusCode.Created);
        (await _client.PostAsync("/email/change", email)).Expect(HttpStatusCode.Accepted);
        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        (await _client.PostAsync("/me/delete", new { password = Person.Password })).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
        await StepUpAsync();
        (await _client.PostAsync("/me/delete", new { password = Person.Password })).Expect(HttpStatusCode.NoContent);
    }

    [Test]
    public async Task ACodeByEmail_IsNoFreshFactorBesideAStrongerOne()
    {
        await StepUpAsync();
        await _ada.EnrolAsync(_client);
        (await _client.PostAsync("/api-keys", new { name = "ci" })).ExpectProblem(HttpStatusCode.Forbidden, "step_up_required");
    }

    [Test]
    public async Task WhoseRoleDemandsMore_SetsItUpFirst()
    {
        await StepUpAsync();
        var roles = _host.Services.GetRequiredService<RoleManager>();
        await roles.SaveRoleAsync(new Role("administrator", [], []));
        await roles.AssignAsync(new RoleAssignmentRequest(_ada.Subject, "administrator"));
        (await _client.PostAsync("/api-keys", new { name = "ci" })).ExpectProblem(HttpStatusCode.Forbidden, "mfa_required");
        (await _client.PostAsync("/mfa/totp", new { name = "Phone" })).Expect(HttpStatusCode.Created);
    }

    private async Task StepUpAsync()
    {
        (await _client.PostAsync("/step-up/send", new { method = "email" })).Expect(HttpStatusCode.Accepted);
        (await _client.PostAsync("/step-up", new { method = "email", code = _letters.LastCode })).Expect(HttpStatusCode.OK);
    }
}
