using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
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

    /// <summary>Works with the rings of a node that has the host's keys.</summary>
    internal static ValueTask<T> WithRingsAsync<T>(
        Invocation invocation, Func<IKeyRingManager, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken) =>
        WithNodeAsync(invocation, (services, token) => work(services.GetRequiredService<IKeyRingManager>(), token), cancellationToken);

    /// <summary>As the other, for a command about one ring.</summary>
    /// <exception cref="UsageException">There is no such ring.</exception>
    internal static ValueTask<T> WithRingAsync<T>(
        Invocation invocation, string ring, Func<IKeyRingManager, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken) =>
        WithRingsAsync(
            invocation,
            (rings, token) =>
            {
                CheckIsThere(rings, ring);
                return work(rings, token);
            },
            cancellationToken);

    /// <summary>Works with a node that has the host's keys. It is stopped in any case, which gives back what was set aside of the keys' message budgets.</summary>
    internal static async ValueTask<T> WithNodeAsync<T>(
        Invocation invocation, Func<IServiceProvider, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var configuration = invocation.LoadConfiguration();
        var unnamed = await FindUnnamedAsync(configuration, cancellationToken).ConfigureAwait(false);
        return await UseAsync(configuration, unnamed, work, cancellationToken).ConfigureAwait(false);
    }

    internal static void CheckIsThere(IKeyRingManager rings, string ring)
    {
        if (!rings.Rings.Contains(ring, StringComparer.Ordinal))
        {
            throw new UsageException($"There is no ring '{ring}'. There are: {string.Join(", ", rings.Rings)}.");
        }
    }

    internal static void Show(ToolOutput output, IEnumerable<KeyInfo> keys) => output.Table(
        ["version", "id", "state", "algorithm", "active from", "ends", "master key", "reason"],
        keys.Select(key => new[]
        {
            key.Version.ToString(CultureInfo.InvariantCulture), key.Id, key.State.ToString(), key.Algorithm, Time(key.ActivatesAt), Time(key.ExpiresAt),
            key.KekId ?? "-", key.Reason,
        }));

    internal static string Time(DateTimeOffset? time) => time is { } at ? at.ToString("u", CultureInfo.InvariantCulture) : "-";

    private static async ValueTask<IReadOnlyList<UnnamedRing>> FindUnnamedAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        // Not started: this asks the store only, and opens no key.
        using var host = ToolHost.Build(configuration, kit => ToolHost.AddKeys(kit, configuration));
        return await UnnamedRing.FindAsync(
            host.Services.GetRequiredService<IKeyRingStore>(), host.Services.GetRequiredService<IOptions<CryptoOptions>>().Value, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<T> UseAsync<T>(
        IConfiguration configuration, IReadOnlyList<UnnamedRing> unnamed, Func<IServiceProvider, CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        using var host = await ToolHost.StartAsync(
            configuration,
            kit =>
            {
                ToolHost.AddKeys(kit, configuration);
                kit.Services.AddSingleton(unnamed);
                kit.Services.Configure<CryptoOptions>(crypto => unnamed.ToList().ForEach(ring => ring.AddTo(crypto)));
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
