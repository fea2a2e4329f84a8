using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.Benchmarks.Encryption;

/// <summary>The kit and its peers, set up as a host would.</summary>
internal sealed class EncryptionHost : IDisposable
{
    private readonly ServiceProvider _kit;
    private readonly ServiceProvider _peer;
    private readonly string _folder;

    private EncryptionHost(ServiceProvider kit, ServiceProvider peer, string folder)
    {
        _kit = kit;
        _peer = peer;
        _folder = folder;
        Encryptor = kit.GetRequiredService<IEncryptor>().ForPurpose("benchmark");
        XAes = kit.GetRequiredService<IEncryptorProvider>().ForRing("xaes").ForPurpose("benchmark");
        ChaCha = kit.GetRequiredService<IEncryptorProvider>().ForRing("chacha").ForPurpose("benchmark");
        DataProtector = peer.GetRequiredService<IDataProtectionProvider>().CreateProtector("benchmark");
    }

    internal IEncryptor Encryptor { get; }

    internal IEncryptor XAes { get; }

    internal IEncryptor ChaCha { get; }

    internal IDataProtector DataProtector { get; }

    internal IServiceProvider Kit => _kit;

    internal AesGcm Raw { get; } = new(RandomNumberGenerator.GetBytes(32), 16);

    internal FernetFormat Fernet { get; } = new([FernetKey.Parse(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).Replace('+', '-').Replace('/', '_'))]);

    internal static async Task<EncryptionHost> CreateAsync()
    {
        var services = new ServiceCollection();
        services.AddSecurityKit().AddCrypto(o => o
            .UseKeyWrapper((_, _) => ValueTask.FromResult(MasterKey.FromBytes(RandomNumberGenerator.GetBytes(32))))
            .AddRing("xaes", r => r.Algorithm = SecurityKit.Crypto.EncryptionAlgorithm.XAes256Gcm)
            .AddRing("chacha", r => r.Algorithm = SecurityKit.Crypto.EncryptionAlgorithm.ChaCha20Poly1305));
        var kit = services.BuildServiceProvider();
        await kit.GetRequiredService<IKeyRingManager>().InitializeAsync();

        var folder = Directory.CreateTempSubdirectory("sk-bench-").FullName;
        var peers = new ServiceCollection();
        peers.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(folder)).UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration
        {
            EncryptionAlgorithm = Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.EncryptionAlgorithm.AES_256_GCM,
        });
        return new EncryptionHost(kit, peers.BuildServiceProvider(), folder);
    }

    public void Dispose()
    {
        Raw.Dispose();
        _kit.Dispose();
        _peer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
