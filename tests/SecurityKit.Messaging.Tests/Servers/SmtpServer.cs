using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace SecurityKit.Messaging.Tests.Servers;

/// <summary>Debian's python3-aiosmtpd on a free loopback port, with a certificate of its own house.</summary>
internal sealed class SmtpServer : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly Process _process;

    private SmtpServer(Process process, int port, TestCertificates certificates)
    {
        _process = process;
        Port = port;
        Certificates = certificates;
    }

    internal int Port { get; }

    internal TestCertificates Certificates { get; }

    internal static async Task<SmtpServer> StartAsync(string mode, string mechanism = "PLAIN")
    {
        Require();
        var certificates = new TestCertificates();
        var script = Path.Combine(AppContext.BaseDirectory, "Servers", "smtp_server.py");
        var start = new ProcessStartInfo(Python, ["-W", "ignore", script, certificates.CertificateFile, certificates.KeyFile, mode, mechanism])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync();
        if (line?.StartsWith("PORT ", StringComparison.Ordinal) != true)
        {
            throw new InvalidOperationException("The mail server did not start: " + await process.StandardError.ReadToEndAsync());
        }

        process.BeginErrorReadLine();
        return new SmtpServer(process, int.Parse(line[5..], CultureInfo.InvariantCulture), certificates);
    }

    /// <summary>The next message the server accepted.</summary>
    internal async Task<JsonElement> ReadMessageAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync();
        using var document = JsonDocument.Parse(line!);
        return document.RootElement.Clone();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Certificates.Dispose();
    }

    private static void Require()
    {
        if (File.Exists(Python) && Directory.Exists("/usr/lib/python3/dist-packages/aiosmtpd"))
        {
            return;
        }

        const string Message = "The mail server is not here (Debian package python3-aiosmtpd).";
        if (Environment.GetEnvironmentVariable("SECURITYKIT_REQUIRE_SERVERS") == "1")
        {
            Assert.Fail(Message);
        }

        Assert.Ignore(Message);
    }
}
