using System.Net;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Endpoints;

/// <summary>Over HTTP, in a host with second factors: 15 characters without one, 12 beside one, and nobody locked out in between.</summary>
[TestFixture]
public sealed class PasswordLengthRouteTests
{
    private const string Twelve = "qX7#vR2!mK9$";
    private const string OtherTwelve = "wZ4%bN8?hT3&";

    [Test]
    public async Task TheLength_FollowsTheFactorsOfTheAccount()
    {
        await using var host = await KitHost.StartAsync();
        using var client = host.Client();
        ExpectTooShort(await client.PostAsync("/register", new { userName = "bob", email = "bob@example.com", password = Twelve }));
        var ada = await Person.RegisterAsync(host, "ada");
        await ada.SignInAsync(client);
        ExpectTooShort(await ChangeAsync(client, Person.Password, Twelve));

        await ada.EnrolAsync(client);
        (await ChangeAsync(client, Person.Password, Twelve)).Expect(HttpStatusCode.NoContent);

        client.AccessToken = (await client.PostAsync("/step-up", new { method = "totp", code = ada.TotpCode })).Expect(HttpStatusCode.OK)["accessToken"];
        (await client.DeleteAsync("/mfa/" + ada.AuthenticatorId)).Expect(HttpStatusCode.NoContent);
        var signedIn = (await client.PostAsync("/login", new { userName = "ada", password = Twelve })).Expect(HttpStatusCode.OK);
        Assert.That(signedIn["status"], Is.EqualTo("signedIn"), "the password stays good without the factor");
        client.AccessToken = signedIn["accessToken"];
        ExpectTooShort(await ChangeAsync(client, Twelve, OtherTwelve));
        (await ChangeAsync(client, Twelve, "quite another sentence 77")).Expect(HttpStatusCode.NoContent);
    }

    private static Task<ApiAnswer> ChangeAsync(ApiClient client, string current, string replacement) =>
        client.PostAsync("/password", new Dictionary<string, string> { ["current"] = current, ["new"] = replacement });

    private static void ExpectTooShort(ApiAnswer answer)
    {
        answer.ExpectProblem(HttpStatusCode.BadRequest, "weak_password");
        var error = answer.Json.GetProperty("errors").EnumerateArray().Single();
        Assert.That(error.GetProperty("code").GetString(), Is.EqualTo("too_short_as_only_factor"));
        Assert.That(error.GetProperty("message").GetString(), Does.Contain("15").And.Contain("only factor").And.Contain("12"));
    }
}
