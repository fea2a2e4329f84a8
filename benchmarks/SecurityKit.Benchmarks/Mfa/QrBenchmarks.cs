using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using QRCoder;
using SecurityKit.Mfa;

namespace SecurityKit.Benchmarks.Mfa;

/// <summary>The QR code of an enrolment beside QRCoder alone, and a whole set-up: secret, encryption, store, event, URI and PNG.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class QrBenchmarks
{
    private readonly string _keyFile = Path.GetTempFileName();
    private IHost _host = null!;
    private MfaManager _mfa = null!;
    private TotpEnrollment _enrollment = null!;
    private int _subject;

    [GlobalSetup]
    public async Task SetUp()
    {
        await File.WriteAllTextAsync(_keyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSecurityKit(kit => kit.AddCrypto(o => o.UseMasterKeyFile(_keyFile)).AddMfa(o => o.Issuer = "Contoso"));
        builder.Services.Configure<SecurityKitOptions>(o => o.AllowVolatileStoresInProduction = true);
        _host = builder.Build();
        await _host.StartAsync();
        _mfa = _host.Services.GetRequiredService<MfaManager>();
        _enrollment = await EnrollAsync();
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _host.StopAsync();
        _host.Dispose();
        File.Delete(_keyFile);
    }

    [Benchmark(Description = "QRCoder alone, PNG", Baseline = true)]
    public byte[] Library()
    {
        using var data = QRCodeGenerator.GenerateQrCode(_enrollment.Uri, QRCodeGenerator.ECCLevel.M);
        using var code = new PngByteQRCode(data);
        return code.GetGraphic(6);
    }

    [Benchmark(Description = "SecurityKit, PNG")]
    public byte[] Kit() => _enrollment.Qr.ToPng();

    [Benchmark(Description = "SecurityKit, whole set-up with PNG")]
    public async Task<byte[]> SetUpEndToEnd() => (await EnrollAsync()).Qr.ToPng();

    private async Task<TotpEnrollment> EnrollAsync()
    {
        var subject = $"subject{Interlocked.Increment(ref _subject)}";
        return ((TotpEnrollmentStart.Started)await _mfa.BeginTotpEnrollmentAsync(subject, "ada@example.com", "phone")).Enrollment;
    }
}
