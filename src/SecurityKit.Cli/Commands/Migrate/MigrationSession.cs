using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityKit.Crypto;

namespace SecurityKit.Cli;

/// <summary>What one migration command needs, opened from its options: a node with the host's keys, the source, the earlier formats.</summary>
internal sealed class MigrationSession : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly List<IDisposable> _owned;

    private MigrationSession(IHost host, MigrationPlan plan, List<IDisposable> owned)
    {
        _host = host;
        _owned = owned;
        Plan = plan;
        Migrator = new DataMigrator(
            host.Services.GetRequiredService<IEncryptor>(), host.Services.GetRequiredService<ISecurityEvents>(), host.Services.GetRequiredService<TimeProvider>());
    }

    internal DataMigrator Migrator { get; }

    internal MigrationPlan Plan { get; }

    internal static async ValueTask<MigrationSession> OpenAsync(Invocation invocation, MigrateOptions options, CancellationToken cancellationToken)
    {
        var configuration = invocation.LoadConfiguration();
        var owned = new List<IDisposable>();
        try
        {
            var plan = new MigrationPlan
            {
                Formats = await ReadFormatsAsync(invocation, options, owned, cancellationToken).ConfigureAwait(false),
                Source = await options.Source.OpenAsync(invocation, configuration, areFields: false, owned, cancellationToken).ConfigureAwait(false),
                WorkFolder = options.WorkFolderOf(invocation),
                BatchSize = invocation.Get(options.Source.BatchSize),
            };
            var host = await ToolHost.StartAsync(configuration, kit => ToolHost.AddKeys(kit, configuration), cancellationToken).ConfigureAwait(false);
            if (host.Services.GetRequiredService<IKeyRingStore>() is IVolatileStore)
            {
                host.Dispose();
                throw new SecurityKitConfigurationException(
                    [$"This configuration keeps its keys in memory: what would be migrated could never be read again. Write {ToolConfiguration.DatabaseConnection}."]);
            }

            return new MigrationSession(host, plan, owned);
        }
        catch
        {
            owned.ForEach(o => o.Dispose());
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Gives back what was set aside of the keys' message budgets, also after Ctrl-C.
        await _host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        _host.Dispose();
        _owned.ForEach(o => o.Dispose());
    }

    private static async ValueTask<IReadOnlyList<ILegacyFormat>> ReadFormatsAsync(
        Invocation invocation, MigrateOptions options, List<IDisposable> owned, CancellationToken cancellationToken)
    {
        var formats = new List<ILegacyFormat>();
        var fernet = new List<FernetKey>();
        foreach (var file in invocation.Get(options.FernetKeys) ?? [])
        {
            fernet.Add(FernetKey.Parse(await SecretInput.ReadLineAsync(file, "Fernet key", cancellationToken).ConfigureAwait(false)));
            owned.Add(fernet[^1]);
        }

        if (fernet.Count > 0)
        {
            formats.Add(new FernetFormat(fernet));
        }

        if (invocation.Get(options.JsonKey) is { } keyFile)
        {
            if (invocation.Get(options.JsonVersions) is not { Length: > 0 } versions)
            {
                throw new UsageException("Name the versions that the JSON envelopes carry: --json-envelope-version VERSION. Others are refused, so that no input chooses a key derivation.");
            }

            var key = await SecretInput.ReadLineAsync(keyFile, "master key of the JSON envelope", cancellationToken).ConfigureAwait(false);
            var format = new JsonEnvelopeFormat(System.Text.Encoding.UTF8.GetBytes(key), versions);
            owned.Add(format);
            formats.Add(format);
        }

        return formats.Count > 0 ? formats : throw new UsageException("Say how the data is encrypted now: --fernet-key-file or --json-envelope-key-file.");
    }
}
