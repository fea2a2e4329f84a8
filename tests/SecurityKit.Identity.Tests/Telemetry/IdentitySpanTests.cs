using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests.Telemetry;

[TestFixture]
public sealed class IdentitySpanTests
{
    [Test]
    public async Task WhatIsDoneWithAnAccount_IsTraced_WithoutNamesAndPasswords()
    {
        using var spans = new SpanRecorder("SecurityKit.Identity");
        await using var host = new IdentityHost();
        var account = await host.RegisterAsync();
        await host.SignInAsync("alice");
        await host.SignInAsync("alice", "wrong-horse-battery-42");
        await host.SignInAsync("nobody");
        await host.Accounts.ChangePasswordAsync(account.Subject, IdentityHost.Password, "another-horse-battery-43", null);
        await host.Accounts.DisableAsync(account.Subject);
        await host.Get<ApiKeyManager>().VerifyAsync("sk_not_a_key", null);
        Assert.That(spans.Outcomes, Is.EqualTo(new[]
        {
            "securitykit.account.register Registered",
            "securitykit.password.sign_in Verified",
            "securitykit.password.sign_in InvalidCredentials",
            "securitykit.password.sign_in InvalidCredentials",
            "securitykit.password.change Changed",
            "securitykit.account.disable Done",
            "securitykit.api_key.verify Refused",
        }));
        foreach (var secret in new[] { "alice", "nobody", "horse", "not_a_key", account.Subject })
        {
            Assert.That(spans.Everything, Does.Not.Contain(secret));
        }
    }
}
