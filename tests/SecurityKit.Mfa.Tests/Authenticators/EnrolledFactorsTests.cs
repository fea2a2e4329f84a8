using SecurityKit.Mfa.Tests.Support;

namespace SecurityKit.Mfa.Tests.Authenticators;

/// <summary>What counts as a factor beside the password: one in use, stronger than e-mail.</summary>
[TestFixture]
public sealed class EnrolledFactorsTests
{
    [Test]
    public async Task Nobody_has_one_before_a_code_confirms_it_nor_after_it_is_removed()
    {
        await using var host = new MfaHost();
        Assert.That(await HasAsync(host), Is.False);
        await host.Mfa.BeginTotpEnrollmentAsync("ada", "ada@example.com", "phone");
        Assert.That(await HasAsync(host), Is.False, "not confirmed yet");
        var phone = await host.EnrollPhoneAsync("ada");
        Assert.That(await HasAsync(host), Is.True);
        Assert.That(await HasAsync(host, "bob"), Is.False);
        await host.Mfa.RemoveAsync("ada", phone.AuthenticatorId, host.FreshFactors());
        Assert.That(await HasAsync(host), Is.False);
    }

    [Test]
    public async Task Email_is_none()
    {
        await using var host = new MfaHost();
        await host.EnrollSentAsync("ada", MfaMethod.Email, "ada@example.com");
        Assert.That(await HasAsync(host), Is.False);
    }

    [Test]
    public async Task One_that_is_demanded_and_missing_is_none()
    {
        await using var host = new MfaHost();
        host.Roles.Roles["ada"] = ["administrator"];
        Assert.That((await host.Mfa.GetRequirementAsync("ada")).IsRequired, Is.True);
        Assert.That(await HasAsync(host), Is.False, "until it is set up the password alone decides who sets it up");
    }

    private static async Task<bool> HasAsync(MfaHost host, string subject = "ada") => await host.Get<ISubjectFactors>().HasSecondFactorAsync(subject, default);
}
