using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.Benchmarks.Passwords;

/// <summary>
/// One Argon2id hash, m=19 MiB t=2: the kit's hasher with everything around it (queue, thread, wiping, text form) beside libsodium and Debian's
/// libargon2, which are called directly.
/// </summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class Argon2Benchmarks
{
    private const string Password = "correct horse battery staple";
    private const uint MemoryKiB = 19 * 1024;
    private const uint Iterations = 2;

    private readonly byte[] _password = "correct horse battery staple"u8.ToArray();
    private readonly byte[] _salt = "somesaltsomesalt"u8.ToArray();
    private readonly byte[] _tag = new byte[32];
    private ServiceProvider _oneLane = null!;
    private ServiceProvider _fourLanes = null!;
    private IPasswordHasher _hasher = null!;
    private IPasswordHasher _hasherOfFourLanes = null!;

    [GlobalSetup]
    public void SetUp()
    {
        if (NativeMethods.InitialiseSodium() < 0)
        {
            throw new InvalidOperationException("libsodium does not start.");
        }

        _oneLane = Build(parallelism: 1);
        _fourLanes = Build(parallelism: 4);
        _hasher = _oneLane.GetRequiredService<IPasswordHasher>();
        _hasherOfFourLanes = _fourLanes.GetRequiredService<IPasswordHasher>();
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _oneLane.Dispose();
        _fourLanes.Dispose();
    }

    [Benchmark(Description = "SecurityKit", Baseline = true)]
    [BenchmarkCategory("p=1")]
    public async Task<string> Kit() => await _hasher.HashAsync(Password);

    [Benchmark(Description = "libsodium")]
    [BenchmarkCategory("p=1")]
    public int Sodium() => NativeMethods.SodiumArgon2id(
        _tag, (ulong)_tag.Length, _password, (ulong)_password.Length, _salt, Iterations, MemoryKiB * 1024, NativeMethods.SodiumArgon2id13);

    [Benchmark(Description = "libargon2 (Debian)")]
    [BenchmarkCategory("p=1")]
    public int Reference() => ReferenceWith(lanes: 1);

    [Benchmark(Description = "SecurityKit, four lanes", Baseline = true)]
    [BenchmarkCategory("p=4")]
    public async Task<string> KitOfFourLanes() => await _hasherOfFourLanes.HashAsync(Password);

    [Benchmark(Description = "libargon2 (Debian), four lanes")]
    [BenchmarkCategory("p=4")]
    public int ReferenceOfFourLanes() => ReferenceWith(lanes: 4);

    private int ReferenceWith(uint lanes) => NativeMethods.ReferenceArgon2id(
        Iterations, MemoryKiB, lanes, _password, (nuint)_password.Length, _salt, (nuint)_salt.Length, _tag, (nuint)_tag.Length);

    private static ServiceProvider Build(int parallelism)
    {
        var services = new ServiceCollection();
        services.AddSecurityKit().AddPasswordHashing(options => options.Parallelism = parallelism);
        return services.BuildServiceProvider();
    }

    private static class NativeMethods
    {
        internal const int SodiumArgon2id13 = 2;

        [DllImport("libsodium.so.23", EntryPoint = "sodium_init")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int InitialiseSodium();

        [DllImport("libsodium.so.23", EntryPoint = "crypto_pwhash_argon2id")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int SodiumArgon2id(
            byte[] tag, ulong tagLength, byte[] password, ulong passwordLength, byte[] salt, ulong iterations, nuint memoryBytes, int algorithm);

        [DllImport("libargon2.so.1", EntryPoint = "argon2id_hash_raw")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int ReferenceArgon2id(
            uint iterations, uint memoryKiB, uint lanes, byte[] password, nuint passwordLength, byte[] salt, nuint saltLength, byte[] tag, nuint tagLength);
    }
}
