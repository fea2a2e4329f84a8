namespace SecurityKit.Identity.Tests;

public sealed class EmailAddressesTests
{
    [TestCase("Alice@Example.COM", "Alice@example.com", "alice@example.com")]
    [TestCase("a+tag@bücher.example", "a+tag@xn--bcher-kva.example", "a+tag@xn--bcher-kva.example")]
    [TestCase("josé@example.com", "josé@example.com", "josé@example.com")]
    public void TryParse_KeepsTheAddressAndNormalisesTheKey(string given, string address, string key)
    {
        Assert.That(EmailAddresses.TryParse(given, out var actual, out var actualKey, out _), Is.True);
        Assert.That(actual, Is.EqualTo(address));
        Assert.That(actualKey, Is.EqualTo(key));
    }

    [TestCase("")]
    [TestCase("alice")]
    [TestCase("@example.com")]
    [TestCase("alice@")]
    [TestCase("a b@example.com")]
    [TestCase("a@b@example.com")]
    [TestCase("alice@example.com\r\nBcc: all@example.com")]
    [TestCase("alice\r\n@example.com")]
    [TestCase("alice@exa mple.com")]
    [TestCase("<alice@example.com>")]
    [TestCase("a..b@example.com")]
    [TestCase("alice@example..com")]
    public void TryParse_RefusesWhatIsNoAddress(string given)
    {
        Assert.That(EmailAddresses.TryParse(given, out _, out _, out var problem), Is.False);
        Assert.That(problem!.Input, Is.EqualTo("email"));
    }

    [Test]
    public void TryParse_OfHalfASurrogatePair_IsRefused() => Assert.That(EmailAddresses.TryParse("a\uD800@example.com", out _, out _, out _), Is.False);

    [Test]
    public void TryParse_OfAMegabyte_IsRefusedByItsLengthAlone()
    {
        Assert.That(EmailAddresses.TryParse(new string('a', 1024 * 1024) + "@example.com", out _, out _, out var problem), Is.False);
        Assert.That(problem!.Code, Is.EqualTo("too_long"));
    }
}
