using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore.Tests.Hosting;

/// <summary>Somebody with an account, as seen from outside.</summary>
public sealed class Person(KitHost host, string userName)
{
    public const string Password = "correct horse battery staple 42";

    public string UserName { get; } = userName;

    public string Subject { get; private set; } = string.Empty;

    public string Secret { get; private set; } = string.Empty;

    public string AuthenticatorId { get; private set; } = string.Empty;

    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    public string TotpCode => TestTotp.Code(Secret, host.Clock.GetUtcNow());

    /// <summary>Registers.</summary>
    public static async Task<Person> RegisterAsync(KitHost host, string userName)
    {
        var person = new Person(host, userName);
        using var client = host.Client();
        var answer = await client.PostAsync("/register", new { userName, email = $"{userName}@example.com", password = Password });
        person.Subject = answer.Expect(HttpStatusCode.Created)["subject"];
        return person;
    }

    /// <summary>Signs in by password alone; the client then carries the access token.</summary>
    public async Task<ApiAnswer> SignInAsync(ApiClient client)
    {
        var answer = (await client.PostAsync("/login", new { userName = UserName, password = Password })).Expect(HttpStatusCode.OK);
        client.AccessToken = answer["accessToken"];
        return answer;
    }

    /// <summary>Sets up an authenticator app in a signed-in client, and lets the code's step pass.</summary>
    public async Task EnrolAsync(ApiClient client, params (string Name, string Value)[] headers)
    {
        var begun = (await PostAsync("/mfa/totp", new { name = "Phone" })).Expect(HttpStatusCode.Created);
        Secret = begun["secret"];
        AuthenticatorId = begun["authenticatorId"];
        var confirmed = (await PostAsync($"/mfa/totp/{AuthenticatorId}/confirm", new { code = TotpCode })).Expect(HttpStatusCode.OK);
        RecoveryCodes = [.. confirmed.Json.GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!)];
        host.Clock.Advance(TimeSpan.FromSeconds(30));

        Task<ApiAnswer> PostAsync(string path, object body) => client.SendAsync(HttpMethod.Post, KitHost.Prefix + path, JsonContent.Create(body), headers);
    }

    /// <summary>Signs in by password and the app's code.</summary>
    public async Task<ApiAnswer> SignInWithCodeAsync(ApiClient client)
    {
        var challenge = (await client.PostAsync("/login", new { userName = UserName, password = Password })).Expect(HttpStatusCode.OK);
        Assert.That(challenge["status"], Is.EqualTo("mfaRequired"));
        var answer = await client.PostAsync("/login/mfa", new { challengeToken = challenge["challengeToken"], method = "totp", code = TotpCode });
        client.AccessToken = answer.Expect(HttpStatusCode.OK)["accessToken"];
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        return answer;
    }

    /// <summary>Is given a role of its own with some permissions.</summary>
    public async Task<string> GrantAsync(string[] permissions, string? scope = null)
    {
        var roles = host.Services.GetRequiredService<RoleManager>();
        var role = $"role-{Guid.NewGuid():N}";
        Assert.That(await roles.SaveRoleAsync(new Role(role, permissions, [])), Is.InstanceOf<RoleOutcome.Done>());
        var outcome = await roles.AssignAsync(new RoleAssignmentRequest(Subject, role) { Scope = scope });
        return ((RoleOutcome.Assigned)outcome).Assignment.Id;
    }
}
