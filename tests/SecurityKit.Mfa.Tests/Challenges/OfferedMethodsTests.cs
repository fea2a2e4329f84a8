using SecurityKit.Mfa.Tests.Support;

namespace SecurityKit.Mfa.Tests.Challenges;

[TestFixture]
public sealed class OfferedMethodsTests
{
    [Test]
    public async Task Email_is_neither_offered_nor_accepted_beside_a_stronger_method()
    {
        await using var host = new MfaHost();
        await host.EnrollSentAsync("ada", MfaMethod.Email, "ada@example.com");
        Assert.That(await host.Mfa.GetMethodsAsync(await host.ChallengeAsync("ada")), Is.EqualTo(new[] { MfaMethod.Email, MfaMethod.RecoveryCode }));

        await host.EnrollPhoneAsync("ada");
        var token = await host.ChallengeAsync("ada");
        Assert.Multiple(async () =>
        {
            Assert.That(await host.Mfa.GetMethodsAsync(token), Is.EqualTo(new[] { MfaMethod.Totp, MfaMethod.RecoveryCode }));
            Assert.That(await host.Mfa.SendCodeAsync(token, MfaMethod.Email), Is.InstanceOf<MfaDelivery.Unavailable>());
            Assert.That(await host.Mfa.VerifyChallengeAsync(token, MfaMethod.Email, host.Sender.LastCode), Is.InstanceOf<MfaVerification.Invalid>());
        });
    }

    [Test]
    public async Task A_code_by_email_steps_up_only_where_email_is_all_there_is()
    {
        await using var host = new MfaHost();
        var mail = await host.EnrollSentAsync("ada", MfaMethod.Email, "ada@example.com");
        AuthenticationFactor[] factors = [new("pwd", host.Clock.GetUtcNow()), new("email", host.Clock.GetUtcNow())];
        await host.EnrollPhoneAsync("ada");
        Assert.That(await host.Mfa.RemoveAsync("ada", mail, factors), Is.EqualTo(MfaChange.StepUpRequired));

        await host.EnrollSentAsync("bob", MfaMethod.Email, "bob@example.com");
        factors = [new("pwd", host.Clock.GetUtcNow()), new("email", host.Clock.GetUtcNow())];
        Assert.That(await host.Mfa.DisableAsync("bob", factors), Is.EqualTo(MfaChange.Done));
    }
}
