using System.Text.Json;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class UserAgentTests
{
    private const string Vectors = "useragents/uap.json";

    [Test]
    public void EverydayBrowsers_AreAllNamedRight()
    {
        var everyday = VectorFile.Cases(Vectors).Where(c => c.GetProperty("fromTests").GetArrayLength() == 0).ToList();

        Assert.That(everyday, Has.Count.GreaterThan(20));
        foreach (var vector in everyday)
        {
            var families = Read(vector);
            Assert.That(
                (families.Browser, families.OperatingSystem, families.Device),
                Is.EqualTo((Family(vector, "browser"), Family(vector, "os"), Family(vector, "device"))), Text(vector));
        }
    }

    /// <summary>The collection consists of odd clients for the most part; docs/sessions.md gives the shares.</summary>
    [Test]
    public void Collection_IsNamedRightInNineteenOfTwentyCases()
    {
        var vectors = VectorFile.Cases(Vectors).ToList();
        double Share(string part, Func<UserAgentFamilies, string> family) =>
            (double)vectors.Count(v => Plain(family(Read(v))) == Plain(Family(v, part))) / vectors.Count;

        var systems = Share("os", f => f.OperatingSystem);
        var browsers = Share("browser", f => f.Browser);
        var devices = Share("device", f => f.Device);
        TestContext.Out.WriteLine($"operating systems {systems:P1}, browsers {browsers:P1}, devices {devices:P1} of {vectors.Count}");

        Assert.Multiple(() =>
        {
            Assert.That(systems, Is.GreaterThanOrEqualTo(0.95));
            Assert.That(browsers, Is.GreaterThanOrEqualTo(0.95));
            Assert.That(devices, Is.GreaterThanOrEqualTo(0.95));
        });
    }

    [TestCase(null, "Unknown device")]
    [TestCase("", "Unknown device")]
    [TestCase("\u0000\u0001<script>alert(1)</script>", "Unknown device")]
    [TestCase("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows")]
    [TestCase("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Mobile Safari on iOS")]
    [TestCase("curl/8.5.0", "curl")]
    public void Name_IsFitForPeople(string? userAgent, string expected) => Assert.That(UserAgent.Parse(userAgent).DisplayName, Is.EqualTo(expected));

    [FsCheck.NUnit.Property]
    public bool AnyText_GivesShortVisibleFamilies(string userAgent)
    {
        var families = UserAgent.Parse(userAgent);
        return new[] { families.Browser, families.OperatingSystem, families.Device }.All(f => f.Length is > 0 and <= 40 && f.All(c => c is >= ' ' and <= '~'));
    }

    [Test]
    public void HugeHeader_IsReadInItsBeginningOnly()
    {
        var text = new string('(', 1_000_000) + "Firefox/1";

        Assert.That(UserAgent.Parse(text).Browser, Is.EqualTo("Other"));
    }

    private static UserAgentFamilies Read(JsonElement vector) => UserAgent.Parse(Text(vector));

    private static string Text(JsonElement vector) => vector.GetProperty("userAgent").GetString()!;

    private static string Family(JsonElement vector, string part) => vector.GetProperty(part).GetProperty("family").GetString()!;

    /// <summary>Spelling apart: <c>OpenWave</c> and <c>Open Wave</c> are one.</summary>
    private static string Plain(string family) => family.Replace(" ", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
}
