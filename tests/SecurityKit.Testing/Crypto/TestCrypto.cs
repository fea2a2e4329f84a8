using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.Testing;

/// <summary>The real encryption with a random KEK and rings in memory, loaded and ready.</summary>
public sealed class TestCrypto : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestCrypto(ServiceProvider services) => _services = services;

    public IServiceProvider Services => _services;

    public IEncryptor Encryptor => _services.GetRequiredService<IEncryptor>();

    public IKeyedHasher Hasher => _services.GetRequiredService<IKeyedHasher>();

    public ISigningKeyRing SigningKeys => _services.GetRequiredService<ISigningKeyRing>();

    public IKeyRingManager KeyRings => _services.GetRequiredService<IKeyRingManager>();

    public static async Task<TestCrypto> CreateAsync(
        TimeProvider? clock = null, Action<CryptoOptions>? configure = null, Action<IServiceCollection>? services = null, byte[]? masterKey = null)
    {
        var collection = new ServiceCollection();
        if (clock is not null)
        {
            collection.AddSingleton(clock);
        }

        services?.Invoke(collection);
        collection.AddSecurityKit().AddTestCrypto(configure, masterKey);
        var crypto = new TestCrypto(collection.BuildServiceProvider());
        await crypto.KeyRings.InitializeAsync();
        return crypto;
    }

    public static byte[] NewMasterKey() => RandomNumberGenerator.GetBytes(32);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
