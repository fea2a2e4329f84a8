using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>
/// The version of the tables. Hosts need it only when <see cref="DatabaseOptions.MigrateOnStart"/> is off. Thread-safe; nodes that
/// migrate one database at the same time wait for one another.
/// </summary>
public sealed class DatabaseSchema
{
    private readonly IDbContextFactory<SecurityKitDbContext> _contexts;
    private readonly DatabaseChoice _choice;
    private readonly DatabaseOptions _options;
    private readonly ILogger<DatabaseSchema> _logger;

    internal DatabaseSchema(
        IDbContextFactory<SecurityKitDbContext> contexts, DatabaseChoice choice, DatabaseOptions options, ILogger<DatabaseSchema> logger)
    {
        _contexts = contexts;
        _choice = choice;
        _options = options;
        _logger = logger;
    }

    /// <summary>The migrations the database lacks.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Their names, oldest first; none when it is up to date.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async ValueTask<IReadOnlyList<string>> GetPendingMigrationsAsync(CancellationToken cancellationToken = default)
    {
        var context = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        var known = context.Database.GetMigrations().ToArray();
        var applied = (await context.Database.GetAppliedMigrationsAsync(cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        if (applied.Except(known).LastOrDefault() is { } unknown)
        {
            DatabaseLog.SchemaIsNewer(_logger, _choice.StoreName, unknown);
        }

        return [.. known.Where(name => !applied.Contains(name))];
    }

    /// <summary>Applies what the database lacks. Does nothing when it is up to date.</summary>
    /// <param name="cancellationToken">Cancels the call; what a migration had done by then is undone.</param>
    /// <returns>The names of the migrations this call applied.</returns>
    /// <exception cref="SecurityKitConfigurationException">The PostgreSQL database does not exist.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached, or another node's migration did not end in time.</exception>
    public async ValueTask<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken = default)
    {
        if ((await GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            return [];
        }

        var alone = await MigrationLock.AcquireAsync(_choice, _options.MigrationTimeout, cancellationToken).ConfigureAwait(false);
        await using var aloneScope = alone.ConfigureAwait(false);
        var pending = await GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false);
        if (pending.Count == 0)
        {
            return [];
        }

        var context = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var contextScope = context.ConfigureAwait(false);
        context.Database.SetCommandTimeout(_options.MigrationTimeout);
        if (_choice.Provider == DatabaseProvider.Sqlite)
        {
            // The framework marks its own lock in a table and would wait for ever after a crash. Ours is held, so any mark is a dead process's.
            await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken).ConfigureAwait(false);
        }

        await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        DatabaseLog.Migrated(_logger, _choice.StoreName, pending.Count, pending[^1]);
        return pending;
    }
}
