using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecurityKit.Testing;

namespace SecurityKit.Redis.Tests;

/// <summary>Sessions over TLS with a password, from processes of their own, since what a process trusts is read at its start.</summary>
[TestFixture]
public sealed class RedisTlsSessionTests
{
    private const string Password = "loopback-test-password";

    private string _folder = null!;
    private string _certificate = null!;
    private RedisServer _server = null!;
    private string _connectionString = null!;

    [OneTimeSetUp]
    public void StartServer()
    {
        _folder = Directory.CreateTempSubdirectory("sk-redis-tls-").FullName;
        _certificate = Path.Combine(_folder, "server.pem");
        var keyFile = Path.Combine(_folder, "server.key");
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("localhost");
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
            var now = TimeProvider.System.GetUtcNow();
            using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            File.WriteAllText(_certificate, certificate.ExportCertificatePem());
            File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        }

        var port = LoopbackPort.Free().ToString(CultureInfo.InvariantCulture);
        _server = RedisServer.Start(
            "--tls-port", port, "--tls-cert-file", _certificate, "--tls-key-file", keyFile, "--tls-ca-cert-file", _certificate, "--tls-auth-clients", "no",
            "--requirepass", Password);
        _connectionString = $"127.0.0.1:{port},ssl=true,sslHost=localhost,password={Password}";
    }

    [OneTimeTearDown]
    public void StopServer()
    {
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task SignInsOverTls_HoldTheLimit()
    {
        var results = await SignInProcess.RunTwoAsync("redis", _connectionString, "ada", 20, ("SSL_CERT_FILE", _certificate));

        Assert.That(results.Sum(r => r.Created), Is.EqualTo(40));
        Assert.That(results.Max(r => r.MostSeen), Is.LessThanOrEqualTo(10));
    }

    [Test]
    public void ServerThatIsNotTrusted_GetsNothing() => Assert.That(
        async () => await SignInProcess.RunTwoAsync("redis", _connectionString + ",connectRetry=1", "ada", 1),
        Throws.InvalidOperationException.With.Message.Contains("StoreUnavailableException").And.Message.Not.Contains(Password));
}
