using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Mfa;
using SecurityKit.Testing;

namespace SecurityKit.AspNetCore.Tests.Passkeys;

[TestFixture]
public sealed class PasskeySpanTests
{
    [Test]
    public async Task RegisteringAndUsingAPasskey_IsTraced_WithoutSubjectChallengeAndCredential()
    {
        await using var host = await PasskeyHost.StartAsync();
        using var authenticator = new SoftAuthenticator();
        var ada = await Person.RegisterAsync(host, "ada");
        var passkeys = host.Services.GetRequiredService<PasskeyManager>();
        using var spans = new SpanRecorder("SecurityKit.Mfa");

        var creation = Options(await passkeys.BeginRegistrationAsync(ada.Subject, "ada", "session"));
        var registered = await passkeys.RegisterAsync(ada.Subject, "Laptop", JsonSerializer.Serialize(authenticator.Register(creation)), "session");
        Assert.That(registered, Is.InstanceOf<PasskeyRegistration.Registered>());
        var use = Options(await passkeys.BeginSignInAsync("browser"));
        var answer = JsonSerializer.Serialize(authenticator.Use(use));
        await passkeys.VerifySignInAsync(answer, "browser");
        await passkeys.VerifySignInAsync(answer, "browser");
        await passkeys.BeginStepUpAsync("nobody", "session");
        await passkeys.BeginChallengeAsync("not-a-challenge");

        Assert.That(spans.Outcomes.Where(o => o.StartsWith("securitykit.passkey", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "securitykit.passkey.prompt Started",
            "securitykit.passkey.register Registered",
            "securitykit.passkey.prompt Started",
            "securitykit.passkey.sign_in Verified",
            "securitykit.passkey.sign_in Invalid",
            "securitykit.passkey.prompt NotEnrolled",
            "securitykit.passkey.prompt ChallengeNotFound",
        }));
        Assert.That(
            spans.Spans.Select(s => s.GetTagItem("securitykit.purpose")).Where(p => p is not null), Is.EqualTo(new[] { "registration", "sign_in", "step_up", "challenge" }));
        foreach (var secret in new[] { ada.Subject, creation.Challenge, use.Challenge, "session", "Laptop", "not-a-challenge" })
        {
            Assert.That(spans.Everything, Does.Not.Contain(secret));
        }
    }

    private static ApiOptions Options(PasskeyStart start) =>
        new(JsonDocument.Parse(((PasskeyStart.Started)start).OptionsJson).RootElement);
}
