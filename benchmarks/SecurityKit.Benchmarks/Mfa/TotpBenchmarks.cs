using System.Buffers.Binary;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using SecurityKit.Mfa;

namespace SecurityKit.Benchmarks.Mfa;

/// <summary>Verifying a wrong code over a window of one step either way, beside the three HMACs under it on one reused keyed hash.</summary>
[MemoryDiagnoser]
public class TotpBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 10, TimeSpan.Zero);

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(20);
    private TotpGenerator _generator = null!;
    private IncrementalHash _hash = null!;
    private string _wrong = null!;
    private long _step;

    [GlobalSetup]
    public void SetUp()
    {
        _generator = new TotpGenerator(_secret, TotpParameters.Default);
        _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, _secret);
        _step = _generator.StepAt(Now);
        _wrong = Enumerable.Range(0, 10).Select(i => i.ToString("D6", System.Globalization.CultureInfo.InvariantCulture))
            .First(code => _generator.FindStep(code, Now, 1) is null);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _generator.Dispose();
        _hash.Dispose();
    }

    [Benchmark(Description = "three HMACs, reused keyed hash", Baseline = true)]
    public int ThreeHmacs()
    {
        Span<byte> message = stackalloc byte[8];
        Span<byte> mac = stackalloc byte[20];
        var sum = 0;
        for (var step = _step - 1; step <= _step + 1; step++)
        {
            BinaryPrimitives.WriteInt64BigEndian(message, step);
            _hash.AppendData(message);
            _hash.GetHashAndReset(mac);
            sum += mac[19];
        }

        return sum;
    }

    [Benchmark(Description = "SecurityKit, window 1, wrong code")]
    public long? Kit() => _generator.FindStep(_wrong, Now, 1);
}
