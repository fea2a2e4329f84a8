using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.Migration.Node;

/// <summary>The services that the process and the test share: one master key, one key ring in a file.</summary>
public static class MigrationNode
{
    public const string Purpose = "test.values";

    public const string FernetKeyText = "JsOvcje2Sx0d1fpMtiYFAf6xUe7-4UPiCWRLfFhcDTQ=";

    public static async Task<ServiceProvider> StartAsync(string keyFolder, TimeProvider? clock = null)
    {
        var masterKey = await File.ReadAllBytesAsync(Path.Combine(keyFolder, "master.key"));
        var services = new ServiceCollection();
        if (clock is not null)
        {
            services.AddSingleton(clock);
        }

        services.AddSingleton<IKeyRingStore>(new FileKeyRingStore(keyFolder));
        services.AddSecurityKit().AddCrypto(o => o.UseKeyWrapper((_, _) => ValueTask.FromResult(MasterKey.FromBytes(masterKey))));
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IKeyRingManager>().InitializeAsync();
        return provider;
    }

    public static FernetFormat Fernet() => new([FernetKey.Parse(FernetKeyText)]);
}
