using System.Diagnostics;
using SecurityKit.Testing;

namespace SecurityKit.Samples.Portal.Tests.Browser;

/// <summary>Reads a QR code from a picture, as the camera of a phone does.</summary>
public static class QrReader
{
    public static async Task<string> ReadAsync(byte[] png)
    {
        var program = ServerRequirement.Find("zbar-tools", "/usr/bin/zbarimg", "/usr/local/bin/zbarimg");
        var file = Path.Combine(Path.GetTempPath(), $"sk-qr-{Guid.NewGuid():N}.png");
        try
        {
            await File.WriteAllBytesAsync(file, png);
            using var zbar = Process.Start(new ProcessStartInfo(program)
            {
                ArgumentList = { "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file },
                RedirectStandardOutput = true,
            })!;
            var text = await zbar.StandardOutput.ReadToEndAsync();
            await zbar.WaitForExitAsync();
            Assert.That(zbar.ExitCode, Is.Zero, "The picture holds no QR code that can be read.");
            return text.Trim();
        }
        finally
        {
            File.Delete(file);
        }
    }
}
