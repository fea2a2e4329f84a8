namespace SecurityKit.Samples.Portal.Tests.Hosting;

/// <summary>Somebody new, with a password that the policy takes.</summary>
public sealed record Person(string UserName, string Email, string Password)
{
    public static Person New()
    {
        var id = Guid.NewGuid().ToString("N")[..12];
        return new Person($"user-{id}", $"{id}@example.test", $"brisk-lantern-{Guid.NewGuid():N}");
    }

    public object Registration => new { userName = UserName, email = Email, password = Password };

    public object Login => new { userName = UserName, password = Password };

    /// <summary>Registers and signs in over the API.</summary>
    public async Task<ApiAnswer> EnterAsync(ApiClient client)
    {
        var registered = await client.PostAsync("/register", Registration);
        Assert.That((int)registered.Status, Is.EqualTo(201), registered.Text);
        var answer = await client.PostAsync("/login", Login);
        Assert.That((int)answer.Status, Is.EqualTo(200), answer.Text);
        client.AccessToken = answer["accessToken"];
        return answer;
    }

    /// <summary>Sets up an authenticator app over the API.</summary>
    public static async Task<(TotpDevice Device, string Id, string[] RecoveryCodes)> EnrolAsync(ApiClient client)
    {
        var enrolment = await client.PostAsync("/mfa/totp", new { name = "Phone" });
        Assert.That((int)enrolment.Status, Is.EqualTo(201), enrolment.Text);
        var device = new TotpDevice(enrolment["secret"]);
        var confirmed = await client.PostAsync($"/mfa/totp/{enrolment["authenticatorId"]}/confirm", new { code = device.Next() });
        Assert.That((int)confirmed.Status, Is.EqualTo(200), confirmed.Text);
        return (device, enrolment["authenticatorId"], [.. confirmed.Json.GetProperty("recoveryCodes").EnumerateArray().Select(c => c.GetString()!)]);
    }
}
