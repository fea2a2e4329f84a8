using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Identity;

namespace SecurityKit.Benchmarks.Identity;

/// <summary>Verifying an API key in memory; the limit is 5 us. Beside it the one hash that cannot be avoided.</summary>
[MemoryDiagnoser]
public class ApiKeyBenchmarks
{
    private ServiceProvider _services = null!;
    private ApiKeyManager _keys = null!;
    private string _key = null!;
    private string _altered = null!;
    private byte[] _secret = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var services = new ServiceCollection();
        services.AddSecurityKit().AddIdentity();
        _services = services.BuildServiceProvider();
        _keys = _services.GetRequiredService<ApiKeyManager>();
        var created = (ApiKeyCreation.Created)await _keys.CreateAsync(new ApiKeyRequest("subject", "bench", ["orders:read"]));
        _key = created.Text;
        if (await _keys.VerifyAsync(_key, null) is not ApiKeyOutcome.Verified)
        {
            throw new InvalidOperationException("The key does not verify.");
        }

        _altered = _key[..^1] + (_key[^1] == '0' ? '1' : '0');
        _secret = Encoding.ASCII.GetBytes(_key[21..73]);
    }

    [GlobalCleanup]
    public void Cleanup() => _services.Dispose();

    [Benchmark(Baseline = true)]
    public byte[] Sha256OfTheSecret() => SHA256.HashData(_secret);

    [Benchmark]
    public ValueTask<ApiKeyOutcome> Verify() => _keys.VerifyAsync(_key, null);

    [Benchmark]
    public ValueTask<ApiKeyOutcome> RefuseByChecksum() => _keys.VerifyAsync(_altered, null);
}
