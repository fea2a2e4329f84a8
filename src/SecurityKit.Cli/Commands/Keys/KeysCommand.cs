using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityKit.Crypto;

namespace SecurityKit.Cli;

/// <summary><c>keys</c>: the key rings of the configured store.</summary>
internal static class KeysCommand
{
    internal static Command Create(CommonOptions common) => new Command("keys", "The key rings: look, rotate, revoke, wrap under a new master key.").With(
        KeysStatusCommand.Create(common), KeysRotateCommand.Create(common), KeysRevokeCommand.Create(common), KeysRewrapCommand.Create(common));

    internal static Option<string> RingOption() => new("--ring") { Description = "Which ring.", DefaultValueFactory = _ => KeyRingNames.Data };

    internal static Option<string> ReasonOption() => new("--reason")
    {
        Description = "Why, as a short snake_case word; kept with the key and in the event.",
        Required = true,
    };

    internal static ValueTask<T> WithRingsAsync<T>(
        Invocation invocation, Func<IKeyRingManager, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken) =>
        WithNodeAsync(invocation, (services, token) => work(services.GetRequiredService<IKeyRingManager>(), token), cancellationToken);

    /// <summary>Works with a node that has the host's keys. It is stopped in any case, which gives back what was set aside of the keys' message budgets.</summary>
    internal static async ValueTask<T> WithNodeAsync<T>(
        Invocation invocation, Func<IServiceProvider, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var configuration = invocation.LoadConfiguration();
        var ringsOfHosts = await RingsOfHostsAsync(configuration, cancellationToken).ConfigureAwait(false);
        return await UseAsync(configuration, ringsOfHosts, work, cancellationToken).ConfigureAwait(false);
    }

    internal static void Show(ToolOutput output, IEnumerable<KeyInfo> keys) => output.Table(
        ["version", "id", "state", "algorithm", "active from", "ends", "master key", "reason"],
        keys.Select(key => new[]
        {
            key.Version.ToString(CultureInfo.InvariantCulture), key.Id, key.State.ToString(), key.Algorithm, Time(key.ActivatesAt), Time(key.ExpiresAt),
            key.KekId ?? "-", key.Reason,
        }));

    internal static string Time(DateTimeOffset? time) => time is { } at ? at.ToString("u", CultureInfo.InvariantCulture) : "-";

    /// <summary>
    /// Hosts add some rings in code, so no configuration tells of them. One missed at a change of the master key would stay under the former one, and with that all
    /// that it encrypted would be lost.
    /// </summary>
    private static async ValueTask<IReadOnlyList<string>> RingsOfHostsAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        // Not started: this asks the store only, and opens no key.
        using var host = ToolHost.Build(configuration, kit => ToolHost.AddKeys(kit, configuration));
        var store = host.Services.GetRequiredService<IKeyRingStore>();
        var found = new List<string>();
        foreach (var ring in (string[])[KeyRingNames.Subjects, KeyRingNames.DataProtection])
        {
            if (await store.LoadAsync(ring, cancellationToken).ConfigureAwait(false) is not null)
            {
                found.Add(ring);
            }
        }

        return found;
    }

    private static async ValueTask<T> UseAsync<T>(
        IConfiguration configuration, IReadOnlyList<string> ringsOfHosts, Func<IServiceProvider, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        using var host = await ToolHost.StartAsync(
            configuration,
            kit =>
            {
                ToolHost.AddKeys(kit, configuration);
                if (ringsOfHosts.Contains(KeyRingNames.Subjects, StringComparer.Ordinal))
                {
                    // The rings only: erasing again what a journal names is the hosts' business.
                    kit.AddSubjectEncryption(subjects => subjects.JournalFile = null);
                }

                if (ringsOfHosts.Contains(KeyRingNames.DataProtection, StringComparer.Ordinal))
                {
                    kit.AddCrypto(crypto => crypto.AddLastingRing(KeyRingNames.DataProtection));
                }
            },
            cancellationToken).ConfigureAwait(false);
        if (host.Services.GetRequiredService<IKeyRingStore>() is IVolatileStore)
        {
            throw new SecurityKitConfigurationException(
                [$"This configuration keeps its keys in memory, so there is nothing to manage. Write {ToolConfiguration.DatabaseConnection}."]);
        }

        try
        {
            return await work(host.Services, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
