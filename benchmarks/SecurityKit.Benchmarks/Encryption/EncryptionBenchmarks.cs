using System.Buffers;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using SecurityKit.Crypto;

namespace SecurityKit.Benchmarks.Encryption;

/// <summary>An envelope, nonce included, beside the platform's AES-GCM with a given nonce, Data Protection and Fernet.</summary>
[MemoryDiagnoser]
[ShortRunJob]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class EncryptionBenchmarks
{
    private readonly byte[] _nonce = new byte[12];
    private readonly byte[] _tag = new byte[16];
    private EncryptionHost _host = null!;
    private ArrayBufferWriter<byte> _buffer = null!;
    private byte[] _data = [];
    private byte[] _ciphertext = [];
    private byte[] _opened = [];
    private byte[] _envelope = [];
    private byte[] _protected = [];
    private byte[] _fernet = [];

    [Params(64, 1024, 65_536, 1_048_576)]
    public int Size { get; set; }

    [GlobalSetup]
    public async Task SetUp()
    {
        _host = await EncryptionHost.CreateAsync();
        _data = RandomNumberGenerator.GetBytes(Size);
        _ciphertext = new byte[Size];
        _opened = new byte[Size];
        _buffer = new ArrayBufferWriter<byte>(Size + 256);
        _host.Raw.Encrypt(_nonce, _data, _ciphertext, _tag);
        _envelope = _host.Encryptor.Encrypt(_data);
        _protected = _host.DataProtector.Protect(_data);
        _fernet = _host.Fernet.Encrypt(_data);
    }

    [GlobalCleanup]
    public void CleanUp() => _host.Dispose();

    [Benchmark(Description = "raw AesGcm", Baseline = true)]
    [BenchmarkCategory("encrypt")]
    public void RawEncrypt() => _host.Raw.Encrypt(_nonce, _data, _ciphertext, _tag);

    [Benchmark(Description = "SecurityKit")]
    [BenchmarkCategory("encrypt")]
    public void KitEncrypt()
    {
        _buffer.ResetWrittenCount();
        _host.Encryptor.Encrypt(_data, default, _buffer);
    }

    [Benchmark(Description = "Data Protection")]
    [BenchmarkCategory("encrypt")]
    public byte[] PeerEncrypt() => _host.DataProtector.Protect(_data);

    [Benchmark(Description = "Fernet")]
    [BenchmarkCategory("encrypt")]
    public byte[] FernetEncrypt() => _host.Fernet.Encrypt(_data);

    [Benchmark(Description = "raw AesGcm", Baseline = true)]
    [BenchmarkCategory("decrypt")]
    public void RawDecrypt() => _host.Raw.Decrypt(_nonce, _ciphertext, _tag, _opened);

    [Benchmark(Description = "SecurityKit")]
    [BenchmarkCategory("decrypt")]
    public void KitDecrypt()
    {
        _buffer.ResetWrittenCount();
        _host.Encryptor.Decrypt(_envelope, default, _buffer);
    }

    [Benchmark(Description = "Data Protection")]
    [BenchmarkCategory("decrypt")]
    public byte[] PeerDecrypt() => _host.DataProtector.Unprotect(_protected);

    [Benchmark(Description = "Fernet")]
    [BenchmarkCategory("decrypt")]
    public byte[] FernetDecrypt() => _host.Fernet.Decrypt(_fernet);
}
