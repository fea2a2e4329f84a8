using System.Globalization;
using System.Text.Json;
using SecurityKit.Testing;

namespace SecurityKit.Mfa.Tests.Totp;

[TestFixture]
public sealed class TotpVectorTests
{
    [Test]
    public void Rfc_4226_appendix_D_with_its_intermediate_values()
    {
        var count = 0;
        foreach (var vector in VectorFile.Cases("otp/rfc4226-hotp.json"))
        {
            using var generator = new TotpGenerator(Convert.FromHexString(Text(vector, "secretHex")), TotpParameters.Default);
            var counter = vector.GetProperty("counter").GetInt64();
            Assert.That(generator.Truncate(counter), Is.EqualTo(vector.GetProperty("truncatedDecimal").GetInt32()));
            Assert.That(generator.ComputeCode(DateTimeOffset.FromUnixTimeSeconds(counter * 30)), Is.EqualTo(Text(vector, "code")));
            count++;
        }

        Assert.That(count, Is.EqualTo(10));
    }

    [Test]
    public void Rfc_6238_appendix_B()
    {
        var count = 0;
        foreach (var vector in VectorFile.Cases("otp/rfc6238-totp.json"))
        {
            CheckCode(vector);
            count++;
        }

        Assert.That(count, Is.EqualTo(18));
    }

    [Test]
    public void A_thousand_codes_of_oathtool()
    {
        var count = 0;
        foreach (var vector in VectorFile.Cases("otp/oathtool-totp.json"))
        {
            Assert.That(Base32.Encode(Convert.FromHexString(Text(vector, "secretHex")), Base32.StandardAlphabet), Is.EqualTo(Text(vector, "secretBase32")));
            if (vector.GetProperty("digits").GetInt32() == 7)
            {
                CheckSevenDigits(vector);
            }
            else
            {
                CheckCode(vector);
            }

            count++;
        }

        Assert.That(count, Is.EqualTo(1000));
    }

    private static void CheckCode(JsonElement vector)
    {
        var parameters = new TotpParameters(Algorithm(vector), vector.GetProperty("digits").GetInt32(), Period(vector));
        using var generator = new TotpGenerator(Convert.FromHexString(Text(vector, "secretHex")), parameters);
        var time = DateTimeOffset.FromUnixTimeSeconds(vector.GetProperty("unixTime").GetInt64());
        var code = Text(vector, "code");
        Assert.Multiple(() =>
        {
            Assert.That(generator.ComputeCode(time), Is.EqualTo(code), vector.ToString());
            Assert.That(generator.FindStep(code, time, 0), Is.EqualTo(generator.StepAt(time)), vector.ToString());
        });
    }

    /// <summary>Codes of seven digits are not offered; the value under them must be right nevertheless.</summary>
    private static void CheckSevenDigits(JsonElement vector)
    {
        Assert.That(() => new TotpParameters(Algorithm(vector), 7, Period(vector)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        using var generator = new TotpGenerator(Convert.FromHexString(Text(vector, "secretHex")), new TotpParameters(Algorithm(vector), 6, Period(vector)));
        var step = generator.StepAt(DateTimeOffset.FromUnixTimeSeconds(vector.GetProperty("unixTime").GetInt64()));
        Assert.That((generator.Truncate(step) % 10_000_000).ToString("D7", CultureInfo.InvariantCulture), Is.EqualTo(Text(vector, "code")));
    }

    private static string Text(JsonElement vector, string name) => vector.GetProperty(name).GetString()!;

    private static TimeSpan Period(JsonElement vector) => TimeSpan.FromSeconds(vector.GetProperty("period").GetInt32());

    private static TotpAlgorithm Algorithm(JsonElement vector) => Enum.Parse<TotpAlgorithm>(Text(vector, "algorithm"), ignoreCase: true);
}
