using System.Net;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Passkeys;

/// <summary>A host with passkeys, and what people do with them.</summary>
internal static class PasskeyHost
{
    internal static Task<KitHost> StartAsync(params (string Key, string Value)[] settings) => KitHost.StartAsync(new KitHostSetup
    {
        Settings = new Dictionary<string, string?>(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)))
        {
            ["SecurityKit:Mfa:Passkeys:RelyingPartyId"] = SoftAuthenticator.Domain,
            ["SecurityKit:Endpoints:Throttles:SignIn:Permits"] = "1000",
        },
    });

    /// <summary>Registers a passkey in a signed-in client.</summary>
    internal static async Task<string> RegisterAsync(ApiClient client, SoftAuthenticator authenticator, string name = "Laptop")
    {
        var options = await ApiOptions.AskAsync(client, "/mfa/passkey");
        var answer = await client.PostAsync("/mfa/passkey", new { name, credential = authenticator.Register(options) });
        return answer.Expect(HttpStatusCode.Created)["authenticatorId"];
    }

    /// <summary>Signs in with it alone.</summary>
    internal static async Task<ApiAnswer> SignInAsync(ApiClient client, SoftAuthenticator authenticator) =>
        await client.PostAsync("/login/passkey", new { credential = authenticator.Use(await ApiOptions.AskAsync(client, "/login/passkey")) });

    /// <summary>Somebody with an account and a passkey.</summary>
    internal static async Task<Person> PersonAsync(KitHost host, string name, SoftAuthenticator authenticator)
    {
        var person = await Person.RegisterAsync(host, name);
        using var client = host.Client();
        await person.SignInAsync(client);
        await RegisterAsync(client, authenticator);
        return person;
    }

    internal static async Task<string> ChallengeAsync(ApiClient client, Person person)
    {
        var answer = (await client.PostAsync("/login", new { userName = person.UserName, password = Person.Password })).Expect(HttpStatusCode.OK);
        Assert.That(answer["status"], Is.EqualTo("mfaRequired"));
        return answer["challengeToken"];
    }
}
