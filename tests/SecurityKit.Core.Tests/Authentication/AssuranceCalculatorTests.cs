namespace SecurityKit.Core.Tests.Authentication;

[TestFixture]
public sealed class AssuranceCalculatorTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    [TestCase(AssuranceLevel.None)]
    [TestCase(AssuranceLevel.None, "unknown_method")]
    [TestCase(AssuranceLevel.One, "pwd")]
    [TestCase(AssuranceLevel.One, "otp")]
    [TestCase(AssuranceLevel.One, "otp", "sms")]
    [TestCase(AssuranceLevel.Two, "pwd", "otp")]
    [TestCase(AssuranceLevel.Two, "pwd", "sms")]
    [TestCase(AssuranceLevel.Two, "pwd", "recovery")]
    [TestCase(AssuranceLevel.Two, "swk")]
    [TestCase(AssuranceLevel.Three, "hwk")]
    [TestCase(AssuranceLevel.None, "mfa")]
    public void The_level_follows_from_the_kinds_of_factor(AssuranceLevel expected, params string[] methods) =>
        Assert.That(AssuranceCalculator.LevelOf(Factors(methods)), Is.EqualTo(expected));

    [TestCase("pwd", "email")]
    [TestCase("pwd", "trusted_device")]
    [TestCase("pwd", "email", "trusted_device")]
    public void An_email_code_or_a_remembered_device_never_makes_two_factors(params string[] methods) =>
        Assert.That(AssuranceCalculator.LevelOf(Factors(methods)), Is.EqualTo(AssuranceLevel.One));

    [Test]
    public void A_proof_older_than_the_limit_or_from_the_future_does_not_count()
    {
        AuthenticationFactor[] factors = [new("pwd", Now.AddMinutes(-10)), new("otp", Now.AddMinutes(-5))];
        Assert.Multiple(() =>
        {
            Assert.That(AssuranceCalculator.LevelOf(factors, Now, TimeSpan.FromMinutes(10)), Is.EqualTo(AssuranceLevel.Two));
            Assert.That(AssuranceCalculator.LevelOf(factors, Now, TimeSpan.FromMinutes(9)), Is.EqualTo(AssuranceLevel.One));
            Assert.That(AssuranceCalculator.LevelOf(factors, Now, TimeSpan.FromMinutes(1)), Is.EqualTo(AssuranceLevel.None));
            Assert.That(AssuranceCalculator.LevelOf(factors, Now.AddHours(-1), TimeSpan.FromDays(1)), Is.EqualTo(AssuranceLevel.None));
        });
    }

    [Test]
    public void The_newest_second_factor_is_the_time_of_step_up()
    {
        AuthenticationFactor[] factors = [new("otp", Now.AddMinutes(-9)), new("sms", Now.AddMinutes(-5)), new("pwd", Now), new("email", Now)];
        Assert.Multiple(() =>
        {
            Assert.That(AssuranceCalculator.SecondFactorAt(factors), Is.EqualTo(Now.AddMinutes(-5)));
            Assert.That(AssuranceCalculator.SecondFactorAt(Factors("pwd", "email", "trusted_device")), Is.Null);
        });
    }

    [Test]
    public void Amr_names_each_method_once_and_mfa_only_at_level_two()
    {
        Assert.Multiple(() =>
        {
            Assert.That(AssuranceCalculator.MethodsOf(Factors("pwd", "otp", "otp")), Is.EqualTo(new[] { "pwd", "otp", "mfa" }));
            Assert.That(AssuranceCalculator.MethodsOf(Factors("pwd", "email")), Is.EqualTo(new[] { "pwd", "email" }));
        });
    }

    private static AuthenticationFactor[] Factors(params string[] methods) => [.. methods.Select(m => new AuthenticationFactor(m, Now))];
}
