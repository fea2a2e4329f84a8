namespace SecurityKit.Mfa.Tests;

[TestFixture]
public sealed class TotpKeyTests
{
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Test]
    public void Parse_OfWhatToUriWrote_GivesTheSameKey()
    {
        using var made = TotpKey.Create("Contoso & Co", "ada@example.test", new TotpParameters(TotpAlgorithm.Sha256, 8, TimeSpan.FromSeconds(60)));
        using var read = TotpKey.Parse(made.ToUri());
        var at = DateTimeOffset.UnixEpoch.AddDays(20_000);

        Assert.That((read.Issuer, read.AccountName, read.Parameters), Is.EqualTo((made.Issuer, made.AccountName, made.Parameters)));
        Assert.That(read.CreateGenerator().ComputeCode(at), Is.EqualTo(made.CreateGenerator().ComputeCode(at)));
    }

    [TestCase("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    [TestCase("gezd gnbv gy3t qojq gezd gnbv gy3t qojq")]
    [TestCase("GEZDGNBVGY3TQOJQ-GEZDGNBVGY3TQOJQ======")]
    public void FromBase32_ReadsASecretAsPeopleCopyIt(string text)
    {
        using var key = TotpKey.FromBase32("Contoso", "ada", text, new TotpParameters(TotpAlgorithm.Sha1, 8, TimeSpan.FromSeconds(30)));

        // RFC 6238, appendix B: the secret "12345678901234567890" at 59 s.
        Assert.That(key.CreateGenerator().ComputeCode(DateTimeOffset.FromUnixTimeSeconds(59)), Is.EqualTo("94287082"));
    }

    [TestCase("")]
    [TestCase("https://example.test/?secret=" + Secret)]
    [TestCase("otpauth://hotp/A:b?secret=" + Secret)]
    [TestCase("otpauth://totp/A:b")]
    [TestCase("otpauth://totp/A:b?issuer=A")]
    [TestCase("otpauth://totp/A:b?secret=GEZDGNBV")]
    [TestCase("otpauth://totp/A:b?secret=0189" + Secret)]
    [TestCase("otpauth://totp/A:b?secret=" + Secret + "&secret=" + Secret)]
    [TestCase("otpauth://totp/A:b?secret=" + Secret + "&digits=7")]
    [TestCase("otpauth://totp/A:b?secret=" + Secret + "&period=0")]
    [TestCase("otpauth://totp/A:b?secret=" + Secret + "&period=99999999999")]
    [TestCase("otpauth://totp/A:b?secret=" + Secret + "&algorithm=MD5")]
    public void Parse_OfAnythingElse_IsRefusedWithoutTheSecret(string uri) =>
        Assert.That(() => TotpKey.Parse(uri), Throws.TypeOf<FormatException>().With.Message.Not.Contains(Secret));

    [TestCase("A:B", "ada")]
    [TestCase("A", "ada:b")]
    [TestCase("", "ada")]
    [TestCase("A", " ")]
    public void Create_WithANameThatTheLabelCannotHold_IsRefused(string issuer, string account) =>
        Assert.That(() => TotpKey.Create(issuer, account, TotpParameters.Default), Throws.ArgumentException);

    [Test]
    public void ToString_NeverShowsTheSecret()
    {
        using var key = TotpKey.FromBase32("Contoso", "ada", Secret, TotpParameters.Default);

        Assert.That(key.ToString(), Does.Not.Contain(Secret).And.Contain("Contoso"));
    }

    [Test]
    public void Parse_OfEveryTruncationAndChange_EndsInAKeyOrAFormatException()
    {
        const string Uri = "otpauth://totp/Contoso:ada?secret=" + Secret + "&issuer=Contoso&algorithm=SHA1&digits=6&period=30";
        for (var i = 0; i < Uri.Length; i++)
        {
            foreach (var text in new[] { Uri[..i], Uri[..i] + '%' + Uri[(i + 1)..], Uri[..i] + (char)(Uri[i] ^ 1) + Uri[(i + 1)..] })
            {
                try
                {
                    TotpKey.Parse(text).Dispose();
                }
                catch (FormatException)
                {
                }
            }
        }
    }

    [FsCheck.NUnit.Property]
    public bool Base32_OfAnyBytes_ReadsBack(byte[] bytes) =>
        Base32.TryDecode(Base32.Encode(bytes, Base32.StandardAlphabet)) is { } read && read.AsSpan().SequenceEqual(bytes);
}
