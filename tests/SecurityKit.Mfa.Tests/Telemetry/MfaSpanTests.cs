using SecurityKit.Mfa.Tests.Support;
using SecurityKit.Testing;

namespace SecurityKit.Mfa.Tests.Telemetry;

[TestFixture]
public sealed class MfaSpanTests
{
    [Test]
    public async Task EnrollingAndVerifying_IsTraced_WithoutCodesAndSubjects()
    {
        using var spans = new SpanRecorder("SecurityKit.Mfa");
        await using var host = new MfaHost();
        var phone = await host.EnrollPhoneAsync("ada-lovelace");
        var challenge = await host.ChallengeAsync("ada-lovelace");
        await host.Mfa.VerifyChallengeAsync(challenge, MfaMethod.Totp, "not-a-code");
        var code = phone.Code();
        await host.Mfa.VerifyChallengeAsync(challenge, MfaMethod.Totp, code);
        Assert.That(spans.Outcomes, Is.EqualTo(new[]
        {
            "securitykit.mfa.enroll Started",
            "securitykit.mfa.verify Verified",
            "securitykit.mfa.confirm Confirmed",
            "securitykit.mfa.begin_sign_in ChallengeRequired",
            "securitykit.mfa.verify Invalid",
            "securitykit.mfa.verify Verified",
        }));
        Assert.That(spans.Spans.Where(s => s.OperationName.EndsWith("verify", StringComparison.Ordinal)).Select(s => s.GetTagItem("securitykit.method")), Is.All.EqualTo("totp"));
        foreach (var secret in new[] { "ada-lovelace", code, challenge, "not-a-code" })
        {
            Assert.That(spans.Everything, Does.Not.Contain(secret));
        }
    }

    [Test]
    public async Task SendingACode_IsTraced_WithoutItsDestination()
    {
        using var spans = new SpanRecorder("SecurityKit.Mfa");
        await using var host = new MfaHost();
        await host.EnrollSentAsync("ada-lovelace", MfaMethod.Email, "ada@example.com");
        Assert.That(spans.Outcomes, Has.Member("securitykit.mfa.send_code Sent"));
        Assert.That(spans.Everything, Does.Not.Contain("example.com").And.Not.Contain(host.Sender.LastCode));
    }
}
