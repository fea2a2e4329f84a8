using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using SecurityKit.AspNetCore;
using SecurityKit.Testing;

namespace SecurityKit.Cli.Tests;

/// <summary>A refusal is a TLS alert about the version and nothing else: a host that breaks off, or is not there, has shown nothing.</summary>
[TestFixture]
public sealed class OldTlsProbeTests
{
    private const ushort Tls12 = 0x0303;

    [TestCase("15030300020228", nameof(OldTls.NotShown), TestName = "handshake_failure")]
    [TestCase("15030300020246", nameof(OldTls.Refused), TestName = "protocol_version")]
    [TestCase("15030100020247", nameof(OldTls.NotShown), TestName = "insufficient_security")]
    [TestCase("15030300020250", nameof(OldTls.NotShown), TestName = "internal_error")]
    [TestCase("15030300020270", nameof(OldTls.NotShown), TestName = "unrecognized_name")]
    [TestCase("16030300510200004d0303", nameof(OldTls.Accepted), TestName = "server_hello")]
    [TestCase("16030100510200004d0301", nameof(OldTls.NotShown), TestName = "server_hello of another version")]
    [TestCase("485454502f312e3120343030", nameof(OldTls.NotShown), TestName = "http")]
    [TestCase("1503", nameof(OldTls.NotShown), TestName = "a piece of an alert")]
    [TestCase("", nameof(OldTls.NotShown), TestName = "closed")]
    public async Task TheFirstAnswerDecides(string answer, string expected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            await stream.ReadExactlyAsync(new byte[64]);
            await stream.WriteAsync(Convert.FromHexString(answer));
            client.Client.Shutdown(SocketShutdown.Send);
            // Until the other end has read it: closing with unread bytes would reset the connection.
            await stream.CopyToAsync(Stream.Null);
        });

        var (found, evidence) = await OldTlsProbe.LookAsync(Target(((IPEndPoint)listener.LocalEndpoint).Port), Tls12, default);
        await serving;

        Assert.That(found.ToString(), Is.EqualTo(expected), evidence);
    }

    [Test]
    public async Task NobodyThere_ShowsNothing()
    {
        var (found, _) = await OldTlsProbe.LookAsync(Target(LoopbackPort.Free()), Tls12, default);

        Assert.That(found, Is.EqualTo(OldTls.NotShown));
    }

    [TestCase("-tls1", (ushort)0x0301)]
    [TestCase("-tls1_1", (ushort)0x0302)]
    [TestCase("-tls1_2", Tls12)]
    public async Task AServerThatStillTakesIt_IsFoundOut(string option, ushort version)
    {
        var folder = Directory.CreateTempSubdirectory("sk-old-tls-").FullName;
        var port = LoopbackPort.Free();
        using var certificate = DevelopmentCertificate.Create(DevelopmentKey.P256, TimeProvider.System);
        using var key = certificate.GetECDsaPrivateKey()!;
        var pem = Path.Combine(folder, "server.pem");
        await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem() + "\n" + key.ExportECPrivateKeyPem());
        using var server = ChildServer.Start(
            ["openssl", "s_server", "-accept", $"127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}", "-cert", pem, "-key", pem, option, "-cipher", "ALL:@SECLEVEL=0", "-quiet"],
            folder, "KILL");
        await UntilItListensAsync(port);

        var (taken, evidence) = await OldTlsProbe.LookAsync(Target(port), version, default);
        var (other, _) = await OldTlsProbe.LookAsync(Target(port), version == Tls12 ? (ushort)0x0301 : Tls12, default);

        Assert.That(taken, Is.EqualTo(OldTls.Accepted), evidence + server.Output);
        Assert.That(other, Is.Not.EqualTo(OldTls.Accepted));
    }

    private static HostTarget Target(int port) => HostTarget.Of(new Uri($"https://host.example:{port.ToString(CultureInfo.InvariantCulture)}/"), $"127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");

    private static async Task UntilItListensAsync(int port)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        }
    }
}
