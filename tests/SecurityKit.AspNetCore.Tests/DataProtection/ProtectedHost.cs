using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Testing;

namespace SecurityKit.AspNetCore.Tests.DataProtection;

/// <summary>Hosts that share a database, a master key and a folder for the keys of Data Protection, as nodes of one application do.</summary>
internal sealed class ProtectedHost : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sk-data-protection-").FullName;
    private readonly string _masterKeyFile = KitHostSetup.NewMasterKeyFile();

    internal ManualClock Clock { get; } = new(TimeProvider.System.GetUtcNow());

    internal DirectoryInfo Keys => new(Path.Combine(_folder, "keys"));

    internal IEnumerable<string> KeyFiles => Keys.EnumerateFiles("key-*.xml").Select(file => file.FullName);

    /// <summary>Every file that these hosts wrote.</summary>
    internal IEnumerable<string> Files => Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories);

    internal Task<KitHost> StartAsync(bool acceptUnsealedKeys = false) =>
        StartAsync(builder => builder.PersistKeysToFileSystem(Keys).ProtectKeysWithSecurityKit(acceptUnsealedKeys));

    internal Task<KitHost> StartAsync(Action<IDataProtectionBuilder> configure) => KitHost.StartAsync(new KitHostSetup
    {
        Clock = Clock,
        MasterKeyFile = _masterKeyFile,
        Kit = kit => kit.UseSqlite($"Data Source={Path.Combine(_folder, "security.db")}"),
        Services = services => configure(services.AddDataProtection().SetApplicationName("contoso")),
    });

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(Path.GetDirectoryName(_masterKeyFile)!, recursive: true);
    }
}
