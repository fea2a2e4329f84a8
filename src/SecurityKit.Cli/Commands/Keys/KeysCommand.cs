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
        var hasSubjects = await HasSubjectsAsync(configuration, cancellationToken).ConfigureAwait(false);
        return await UseAsync(configuration, hasSubjects, work, cancellationToken).ConfigureAwait(false);
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
    /// Hosts add the ring of subjects' keys in code, so no configuration tells of it. Missed at a change of the master key it would stay under the former one, and
    /// with that all data of subjects would be lost.
    /// </summary>
    private static async ValueTask<bool> HasSubjectsAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        // Not started: this asks the store only, and opens no key.
        using var host = ToolHost.Build(configuration, kit => ToolHost.AddKeys(kit, configuration));
        return await host.Services.GetRequiredService<IKeyRingStore>().LoadAsync(KeyRingNames.Subjects, cancellationToken).ConfigureAwait(false) is not null;
    }

    private static async ValueTask<T> UseAsync<T>(
        IConfiguration configuration, bool isForSubjects, Func<IServiceProvider, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        using var host = await ToolHost.StartAsync(
            configuration,
            kit =>
            {
                ToolHost.AddKeys(kit, configuration);
                if (isForSubjects)
                {
                    // The rings only: erasing again what a journal names is the hosts' business.
                    kit.AddSubjectEncryption(subjects => subjects.JournalFile = null);
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
