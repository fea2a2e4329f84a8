using SecurityKit.Mfa.Tests.Support;

namespace SecurityKit.Mfa.Tests.OneTimeCodes;

[TestFixture]
public sealed class DestinationTests
{
    [TestCase("+49 30 1234567", "+49301234567")]
    [TestCase("+1 (555) 010-9999", "+15550109999")]
    [TestCase("+4912345678901234", null)]
    [TestCase("+0491234567", null)]
    [TestCase("0301234567", null)]
    [TestCase("+49", null)]
    [TestCase("++49301234567", null)]
    [TestCase("+49301234567;ext=1", null)]
    [TestCase("+٤٩٣٠١٢٣٤٥٦٧", null)]
    public void Numbers_are_e164(string typed, string? canonical) => Assert.That(Destinations.Normalize(MfaMethod.Sms, typed), Is.EqualTo(canonical));

    [TestCase("ada@example.com", "ada@example.com")]
    [TestCase("Ada.L+tag@EXAMPLE.com", "Ada.L+tag@example.com")]
    [TestCase("ada@bücher.example", "ada@xn--bcher-kva.example")]
    [TestCase("ada", null)]
    [TestCase("@example.com", null)]
    [TestCase("ada@", null)]
    [TestCase("ada@localhost", null)]
    [TestCase("ada@example.com.", null)]
    [TestCase("ada@exa_mple.com", null)]
    [TestCase("a@b@example.com", null)]
    [TestCase("ada@example.com,eve@example.com", null)]
    [TestCase("ada@example.com\r\nBcc: eve@example.com", null)]
    [TestCase("\"ada eve\"@example.com", null)]
    [TestCase("ada <ada@example.com>", null)]
    [TestCase(".ada@example.com", null)]
    public void Addresses_are_plain(string typed, string? canonical) => Assert.That(Destinations.Normalize(MfaMethod.Email, typed), Is.EqualTo(canonical));

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public void Whatever_is_typed_is_refused_or_canonical(string? typed, bool isNumber)
    {
        var method = isNumber ? MfaMethod.Sms : MfaMethod.Email;
        if (Destinations.Normalize(method, typed) is { } canonical)
        {
            Assert.That(Destinations.Normalize(method, canonical), Is.EqualTo(canonical));
            Assert.That(canonical, Has.Length.LessThanOrEqualTo(254).And.Not.Contains("\r").And.Not.Contains("\n"));
            Assert.That(Destinations.Mask(method, canonical), Is.Not.Empty);
        }
    }

    [TestCase(MfaMethod.Sms, null, "required")]
    [TestCase(MfaMethod.Sms, "12345", "invalid_format")]
    [TestCase(MfaMethod.Sms, "+1 555 0109999", "not_allowed")]
    [TestCase(MfaMethod.Email, "ada", "invalid_format")]
    public async Task A_destination_that_is_none_is_refused_and_nothing_is_sent(MfaMethod method, string? typed, string code)
    {
        await using var host = new MfaHost(o => o.Codes.AllowedNumberPrefixes.Add("+49"));
        var refused = (SentCodeEnrollmentStart.Refused)await host.Mfa.BeginSentCodeEnrollmentAsync("ada", method, typed);
        Assert.That(refused.Problems.Single().Code, Is.EqualTo(code));
        Assert.That(host.Sender.Messages, Is.Empty);
    }
}
