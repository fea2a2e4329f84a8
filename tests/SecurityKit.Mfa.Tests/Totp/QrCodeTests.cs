using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SecurityKit.Mfa.Tests.Support;

namespace SecurityKit.Mfa.Tests.Totp;

/// <summary>The drawings are read back with zbarimg, which knows nothing of the encoder.</summary>
[TestFixture]
public sealed class QrCodeTests
{
    private const string Decoder = "/usr/bin/zbarimg";

    [TestCase("Contoso", "ada@example.com")]
    [TestCase("東京銀行", "山田 太郎")]
    [TestCase("Bücherei", "مستخدم 🛒")]
    public async Task The_png_decodes_to_the_uri(string issuer, string account)
    {
        var enrollment = await EnrollAsync(issuer, account);
        Assert.That(await DecodeAsync(enrollment.Qr.ToPng()), Is.EqualTo(enrollment.Uri));
    }

    [Test]
    public async Task The_longest_uri_still_fits_and_decodes()
    {
        var enrollment = await EnrollAsync(new string('銀', 50), new string('田', 133));
        Assert.That(enrollment.Uri, Has.Length.GreaterThan(2000));
        Assert.That(await DecodeAsync(enrollment.Qr.ToPng(4)), Is.EqualTo(enrollment.Uri));
    }

    [Test]
    public async Task The_terminal_text_decodes_to_the_uri()
    {
        var enrollment = await EnrollAsync("Contoso", "ada@example.com");
        Assert.That(await DecodeAsync(DrawTerminal(enrollment.Qr.ToTerminalText())), Is.EqualTo(enrollment.Uri));
    }

    [Test]
    public async Task The_svg_decodes_to_the_uri_and_holds_no_script()
    {
        var enrollment = await EnrollAsync("Contoso", "ada@example.com");
        var svg = enrollment.Qr.ToSvg();
        Assert.That(svg, Does.Not.Contain("<script").IgnoreCase.And.Not.Contain("style=").And.Not.Contain("http://www.w3.org/1999/xlink"));
        Assert.That(await DecodeAsync(DrawSvg(XElement.Parse(svg[svg.IndexOf("<svg", StringComparison.Ordinal)..]))), Is.EqualTo(enrollment.Uri));
    }

    [TestCase(0)]
    [TestCase(41)]
    public async Task Absurd_sizes_are_refused(int pixels)
    {
        var enrollment = await EnrollAsync("Contoso", "ada");
        Assert.That(() => enrollment.Qr.ToPng(pixels), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => enrollment.Qr.ToSvg(pixels), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static async Task<TotpEnrollment> EnrollAsync(string issuer, string account)
    {
        await using var host = new MfaHost(o => o.Issuer = issuer);
        return ((TotpEnrollmentStart.Started)await host.Mfa.BeginTotpEnrollmentAsync("ada", account, "phone")).Enrollment;
    }

    private static async Task<string> DecodeAsync(byte[] image)
    {
        if (!File.Exists(Decoder))
        {
            var message = "zbarimg is not here (Debian package zbar-tools).";
            if (Environment.GetEnvironmentVariable("SECURITYKIT_REQUIRE_SERVERS") == "1")
            {
                Assert.Fail(message);
            }

            Assert.Ignore(message);
        }

        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, image);
            var start = new ProcessStartInfo(Decoder, ["--raw", "--quiet", "-Sdisable", "-Sqrcode.enable", path])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
            };
            start.Environment["DBUS_SESSION_BUS_ADDRESS"] = "/dev/null";
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            await errors;
            return text.TrimEnd('\n');
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Each character is two modules above one another: a full block is two light ones, as light letters on dark ground show them.</summary>
    private static byte[] DrawTerminal(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        var isDark = new bool[lines.Length * 2, lines.Max(l => l.Length)];
        for (var y = 0; y < lines.Length; y++)
        {
            for (var x = 0; x < lines[y].Length; x++)
            {
                isDark[y * 2, x] = lines[y][x] is ' ' or '▄';
                isDark[(y * 2) + 1, x] = lines[y][x] is ' ' or '▀';
            }
        }

        return ToBitmap(isDark, scale: 6);
    }

    /// <summary>One path of runs, each "M x y h width v1 h-width z", on a white ground.</summary>
    private static byte[] DrawSvg(XElement svg)
    {
        var size = int.Parse(svg.Attribute("viewBox")!.Value.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
        var isDark = new bool[size, size];
        var path = svg.Elements().Single(e => e.Name.LocalName == "path").Attribute("d")!.Value;
        foreach (Match run in Regex.Matches(path, "M(?<x>[0-9]+) (?<y>[0-9]+)h(?<width>[0-9]+)v1h-[0-9]+z"))
        {
            int Number(string name) => int.Parse(run.Groups[name].Value, System.Globalization.CultureInfo.InvariantCulture);
            for (var x = Number("x"); x < Number("x") + Number("width"); x++)
            {
                isDark[Number("y"), x] = true;
            }
        }

        return ToBitmap(isDark, scale: 6);
    }

    /// <summary>A PBM picture (Netpbm), the plainest there is.</summary>
    private static byte[] ToBitmap(bool[,] isDark, int scale)
    {
        int height = isDark.GetLength(0), width = isDark.GetLength(1);
        var bitmap = new StringBuilder($"P1\n{width * scale} {height * scale}\n");
        for (var y = 0; y < height * scale; y++)
        {
            for (var x = 0; x < width * scale; x++)
            {
                bitmap.Append(isDark[y / scale, x / scale] ? "1 " : "0 ");
            }

            bitmap.Append('\n');
        }

        return Encoding.ASCII.GetBytes(bitmap.ToString());
    }
}
