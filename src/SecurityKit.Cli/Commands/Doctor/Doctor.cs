using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;
using SecurityKit.EntityFrameworkCore;
using StackExchange.Redis;

namespace SecurityKit.Cli;

/// <summary>Looks at a configuration as a starting host would, and at what it names, and changes nothing.</summary>
internal sealed class Doctor(IConfiguration configuration, TimeProvider clock)
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    private readonly List<Diagnosis> _found = [];

    internal async ValueTask<IReadOnlyList<Diagnosis>> ExamineAsync(CancellationToken cancellationToken)
    {
        var environment = ToolHost.EnvironmentOf(configuration);
        Add("Environment", environment == Environments.Production ? DiagnosisOutcome.Fine : DiagnosisOutcome.Warning, environment == Environments.Production
            ? "Production: every start-up rule applies."
            : $"{environment}: rules that apply in Production only are not asked.");
        using var standIn = SqliteFileIsMissing() ? new StandInDatabase() : null;
        using var host = TryBuild(standIn is null ? configuration : standIn.Over(configuration));
        if (host is not null && ExamineOptions(host.Services))
        {
            await ExamineStartupAsync(host.Services, cancellationToken).ConfigureAwait(false);
            await ExamineDatabaseAsync(host.Services, isThere: standIn is null, cancellationToken).ConfigureAwait(false);
            await ExamineRedisAsync(cancellationToken).ConfigureAwait(false);
        }

        return _found;
    }

    private IHost? TryBuild(IConfiguration seen)
    {
        try
        {
            return ToolHost.Build(seen, kit => ToolHost.AddEverything(kit, seen));
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityKitConfigurationException)
        {
            Add("Configuration", DiagnosisOutcome.Unsafe, exception.Message);
            return null;
        }
    }

    private bool ExamineOptions(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            Add("Options", DiagnosisOutcome.Fine, "Every option is within its range.");
            return true;
        }
        catch (Exception exception) when (exception is OptionsValidationException or AggregateException or InvalidOperationException)
        {
            foreach (var problem in Flatten(exception))
            {
                Add("Options", DiagnosisOutcome.Unsafe, problem);
            }

            return false;
        }
    }

    private async ValueTask ExamineStartupAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var check in services.GetServices<IStartupCheck>())
        {
            problems.AddRange(await check.CheckAsync(cancellationToken).ConfigureAwait(false));
        }

        problems.ForEach(problem => Add("Start", DiagnosisOutcome.Unsafe, problem));
        if (problems.Count == 0)
        {
            Add("Start", DiagnosisOutcome.Fine, "A host with this configuration would start: a master key is there, and no decision is missing.");
        }
    }

    private async ValueTask ExamineDatabaseAsync(IServiceProvider services, bool isThere, CancellationToken cancellationToken)
    {
        if (services.GetService<DatabaseSchema>() is not { } schema)
        {
            Add("Database", DiagnosisOutcome.Warning, $"None is configured. Write {ToolConfiguration.DatabaseConnection}.");
            return;
        }

        if (!isThere)
        {
            Add("Database", DiagnosisOutcome.Warning, "The SQLite file is not there yet; the first start of a host makes it.");
            return;
        }

        try
        {
            var started = clock.GetTimestamp();
            var pending = await schema.GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false);
            var took = clock.GetElapsedTime(started);
            Add("Database", pending.Count == 0 ? DiagnosisOutcome.Fine : DiagnosisOutcome.Warning, pending.Count == 0
                ? Text($"Answers in {took.TotalMilliseconds:0} ms; its schema is up to date.")
                : Text($"Answers in {took.TotalMilliseconds:0} ms; {pending.Count} migrations are pending: {string.Join(", ", pending)}."));
            if (pending.Count == 0)
            {
                await ExamineKeysAsync(services, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (StoreUnavailableException exception)
        {
            Add("Database", DiagnosisOutcome.Unreachable, exception.Message);
        }
    }

    private async ValueTask ExamineKeysAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<IKeyRingStore>();
        var ring = await store.LoadAsync(KeyRingNames.Data, cancellationToken).ConfigureAwait(false);
        Add("Keys", ring is null ? DiagnosisOutcome.Warning : DiagnosisOutcome.Fine, ring is null
            ? "There are no keys yet; the first start of a host makes them."
            : Text($"The data ring is kept, revision {ring.Revision}."));
        try
        {
            var unnamed = await UnnamedRing.FindAsync(store, services.GetRequiredService<IOptions<CryptoOptions>>().Value, cancellationToken).ConfigureAwait(false);
            if (unnamed.Count > 0)
            {
                Add("Keys", DiagnosisOutcome.Fine, $"Of the rings in the store, the hosts' code sets up: {string.Join(", ", unnamed.Select(found => found.Name))}.");
            }
        }
        catch (RefusedException exception)
        {
            Add("Keys", DiagnosisOutcome.Unsafe, exception.Message);
        }
    }

    private async ValueTask ExamineRedisAsync(CancellationToken cancellationToken)
    {
        if (ToolHost.ConnectionOf(configuration, ToolConfiguration.RedisConnection) is not { } connection)
        {
            return;
        }

        try
        {
            var redis = ConfigurationOptions.Parse(connection);
            redis.AbortOnConnectFail = true;
            redis.ConnectTimeout = (int)ConnectLimit.TotalMilliseconds;
            using var multiplexer = await ConnectionMultiplexer.ConnectAsync(redis).WaitAsync(2 * ConnectLimit, clock, cancellationToken).ConfigureAwait(false);
            var took = await multiplexer.GetDatabase().PingAsync().WaitAsync(ConnectLimit, clock, cancellationToken).ConfigureAwait(false);
            Add("Redis", DiagnosisOutcome.Fine, Text($"Answers in {took.TotalMilliseconds:0.0} ms."));
        }
        catch (Exception exception) when (exception is RedisConnectionException or TimeoutException)
        {
            Add("Redis", DiagnosisOutcome.Unreachable, "It does not answer: look at its address, password and TLS settings.");
        }
    }

    private bool SqliteFileIsMissing()
    {
        if (ToolHost.ConnectionOf(configuration, ToolConfiguration.DatabaseConnection) is not { } connection
            || !string.Equals(configuration[ToolConfiguration.DatabaseProvider] ?? nameof(DatabaseProvider.Sqlite), nameof(DatabaseProvider.Sqlite), StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        try
        {
            return new SqliteConnectionStringBuilder(connection).DataSource is { Length: > 0 } path && !File.Exists(path);
        }
        catch (ArgumentException)
        {
            // Building the host says what is wrong with it.
            return false;
        }
    }

    private static IEnumerable<string> Flatten(Exception exception) => exception switch
    {
        OptionsValidationException validation => validation.Failures,
        AggregateException aggregate => aggregate.InnerExceptions.SelectMany(Flatten),
        _ => [exception.Message],
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Add(string question, DiagnosisOutcome outcome, string detail) => _found.Add(new Diagnosis(question, outcome, detail));
}
