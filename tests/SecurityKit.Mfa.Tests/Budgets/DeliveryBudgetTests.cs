using SecurityKit.Mfa.Tests.Support;

namespace SecurityKit.Mfa.Tests.Budgets;

[TestFixture]
public sealed class DeliveryBudgetTests
{
    private MfaHost _host = null!;

    [SetUp]
    public void SetUp() => _host = new MfaHost();

    [TearDown]
    public async Task TearDown() => await _host.DisposeAsync();

    [Test]
    public async Task A_subject_gets_five_text_messages_an_hour()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.That(await BeginAsync("ada", $"+4930{i}12345678"), Is.InstanceOf<SentCodeEnrollmentStart.Started>());
        }

        Assert.That(await BeginAsync("ada", "+4930912345678"), Is.EqualTo(new SentCodeEnrollmentStart.Throttled(TimeSpan.FromHours(1))));
        _host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.That(await BeginAsync("ada", "+4930912345678"), Is.InstanceOf<SentCodeEnrollmentStart.Started>());
    }

    [Test]
    public async Task A_number_gets_five_messages_an_hour_whoever_asks()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.That(await BeginAsync($"subject{i}", "+49 301 234567"), Is.InstanceOf<SentCodeEnrollmentStart.Started>());
        }

        Assert.That(await BeginAsync("eve", "+49301234567"), Is.InstanceOf<SentCodeEnrollmentStart.Throttled>());
        Assert.That(_host.Sender.Messages, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task A_range_of_numbers_gets_twenty_messages_an_hour_whoever_asks()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.That(await BeginAsync($"subject{i}", $"+8821234{i:D4}"), Is.InstanceOf<SentCodeEnrollmentStart.Started>());
        }

        Assert.Multiple(async () =>
        {
            Assert.That(await BeginAsync("eve", "+88212349999"), Is.InstanceOf<SentCodeEnrollmentStart.Throttled>());
            Assert.That(await BeginAsync("eve", "+88212359999"), Is.InstanceOf<SentCodeEnrollmentStart.Started>());
        });
    }

    [TestCase(MfaMethod.Sms, "+49301234567")]
    [TestCase(MfaMethod.Email, "ada@example.com")]
    public async Task Others_who_name_a_destination_at_set_up_never_stop_the_codes_of_its_owner(MfaMethod method, string destination)
    {
        await _host.EnrollSentAsync("ada", method, destination);
        for (var i = 0; i < 10; i++)
        {
            await _host.Mfa.BeginSentCodeEnrollmentAsync($"thief{i}", method, destination);
        }

        Assert.That(await _host.Mfa.BeginSentCodeEnrollmentAsync("eve", method, destination), Is.InstanceOf<SentCodeEnrollmentStart.Throttled>());
        Assert.That(await _host.Mfa.SendCodeAsync(await _host.ChallengeAsync("ada"), method), Is.InstanceOf<MfaDelivery.Sent>());
    }

    [Test]
    public async Task Others_who_name_numbers_of_a_range_at_set_up_never_stop_the_codes_of_its_owners()
    {
        await _host.EnrollSentAsync("ada", MfaMethod.Sms, "+88212341111");
        for (var i = 0; i < 25; i++)
        {
            await BeginAsync($"thief{i}", $"+8821234{i:D4}");
        }

        Assert.That(await BeginAsync("eve", "+88212349999"), Is.InstanceOf<SentCodeEnrollmentStart.Throttled>());
        Assert.That(await _host.Mfa.SendCodeAsync(await _host.ChallengeAsync("ada"), MfaMethod.Sms), Is.InstanceOf<MfaDelivery.Sent>());
    }

    [Test]
    public async Task Numbers_that_are_confirmed_have_a_limit_of_their_own_whoever_asks()
    {
        for (var i = 0; i < 6; i++)
        {
            await _host.EnrollSentAsync($"subject{i}", MfaMethod.Sms, "+49301234567");
            _host.Clock.Advance(TimeSpan.FromMinutes(20));
        }

        var answers = new List<MfaDelivery>();
        for (var i = 0; i < 6; i++)
        {
            answers.Add(await _host.Mfa.SendStepUpCodeAsync($"subject{i}", MfaMethod.Sms));
        }

        Assert.That(answers.Count(a => a is MfaDelivery.Sent), Is.EqualTo(5));
        Assert.That(answers[5], Is.InstanceOf<MfaDelivery.Throttled>());
    }

    [Test]
    public async Task Parallel_wishes_never_exceed_the_limit()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(
            i => Task.Run(async () => await BeginAsync($"subject{i}", "+49301234567"))));
        Assert.That(answers.Count(a => a is SentCodeEnrollmentStart.Started), Is.EqualTo(5));
        Assert.That(_host.Sender.Messages, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task A_refused_delivery_takes_no_permit_of_the_subject()
    {
        for (var i = 0; i < 5; i++)
        {
            await BeginAsync($"subject{i}", "+49301234567");
        }

        for (var i = 0; i < 10; i++)
        {
            Assert.That(await BeginAsync("ada", "+49301234567"), Is.InstanceOf<SentCodeEnrollmentStart.Throttled>());
        }

        Assert.That(await BeginAsync("ada", "+49301119999"), Is.InstanceOf<SentCodeEnrollmentStart.Started>());
    }

    [Test]
    public async Task Guesses_deliveries_and_methods_are_counted_apart()
    {
        var phone = await _host.EnrollPhoneAsync("ada");
        await _host.EnrollSentAsync("ada", MfaMethod.Sms, "+49301234567");
        for (var i = 0; i < 5; i++)
        {
            Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Sms, "000000"), Is.InstanceOf<MfaVerification.Invalid>());
        }

        Assert.Multiple(async () =>
        {
            Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Sms, "000000"), Is.InstanceOf<MfaVerification.Throttled>(), "guesses are used up");
            Assert.That(await _host.Mfa.SendStepUpCodeAsync("ada", MfaMethod.Sms), Is.InstanceOf<MfaDelivery.Sent>(), "deliveries are not");
            Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Totp, phone.Code()), Is.InstanceOf<MfaVerification.Verified>(), "nor are guesses of TOTP");
        });
    }

    [Test]
    public async Task Used_up_deliveries_take_no_guesses()
    {
        await _host.EnrollSentAsync("ada", MfaMethod.Sms, "+49301234567");
        while (await _host.Mfa.SendStepUpCodeAsync("ada", MfaMethod.Sms) is MfaDelivery.Sent)
        {
        }

        Assert.That(await _host.Mfa.VerifyStepUpAsync("ada", MfaMethod.Sms, _host.Sender.LastCode), Is.InstanceOf<MfaVerification.Verified>());
    }

    private ValueTask<SentCodeEnrollmentStart> BeginAsync(string subject, string number) =>
        _host.Mfa.BeginSentCodeEnrollmentAsync(subject, MfaMethod.Sms, number);
}
