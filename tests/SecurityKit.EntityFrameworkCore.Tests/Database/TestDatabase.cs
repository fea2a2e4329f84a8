using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

/// <summary>A fresh database with every migration applied, set up through the kit's own front door.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string? _folder;

    private TestDatabase(DatabaseProvider provider, string connectionString, string? folder, ServiceProvider services)
    {
        _folder = folder;
        Provider = provider;
        ConnectionString = connectionString;
        Services = services;
    }

    public DatabaseProvider Provider { get; }

    public string ConnectionString { get; }

    public ServiceProvider Services { get; }

    public IDbContextFactory<SecurityKitDbContext> Contexts => Services.GetRequiredService<IDbContextFactory<SecurityKitDbContext>>();

    public static Task<TestDatabase> CreateAsync(DatabaseProvider provider, TimeProvider? clock = null, Action<ISecurityKitBuilder>? configure = null) =>
        provider == DatabaseProvider.Sqlite ? SqliteAsync(clock, configure) : PostgreSqlAsync(clock, configure);

    public static Task<TestDatabase> SqliteAsync(TimeProvider? clock = null, Action<ISecurityKitBuilder>? configure = null)
    {
        var folder = Directory.CreateTempSubdirectory("sk-sqlite-").FullName;
        return CreateAsync(DatabaseProvider.Sqlite, $"Data Source={Path.Combine(folder, "security.db")}", folder, clock, configure);
    }

    public static async Task<TestDatabase> PostgreSqlAsync(TimeProvider? clock = null, Action<ISecurityKitBuilder>? configure = null)
    {
        var connectionString = await PostgreSqlServer.Shared.CreateDatabaseAsync();
        return await CreateAsync(DatabaseProvider.PostgreSql, connectionString, null, clock, configure);
    }

    /// <summary>Another node on the same database: services of its own, nothing shared in memory.</summary>
    public ServiceProvider AnotherNode(TimeProvider? clock = null, Action<ISecurityKitBuilder>? configure = null) =>
        Build(Provider, ConnectionString, clock, configure);

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public async Task ExecuteAsync(string sql)
    {
        await using var context = await Contexts.CreateDbContextAsync();
        await context.Database.ExecuteSqlRawAsync(sql);
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        if (_folder is not null)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(_folder, recursive: true);
        }
    }

    internal static ServiceProvider Build(
        DatabaseProvider provider, string connectionString, TimeProvider? clock, Action<ISecurityKitBuilder>? configure)
    {
        var services = new ServiceCollection();
        if (clock is not null)
        {
            services.AddSingleton(clock);
        }

        var builder = services.AddSecurityKit();
        // The limit is not what most tests are about, and the machine may be busy.
        static void Patient(DatabaseOptions options) => options.CommandTimeout = TimeSpan.FromMinutes(1);
        _ = provider == DatabaseProvider.Sqlite
            ? builder.UseSqlite(connectionString, Patient)
            : builder.UsePostgreSql(connectionString, Patient);
        configure?.Invoke(builder);
        return services.BuildServiceProvider();
    }

    private static async Task<TestDatabase> CreateAsync(
        DatabaseProvider provider, string connectionString, string? folder, TimeProvider? clock, Action<ISecurityKitBuilder>? configure)
    {
        var services = Build(provider, connectionString, clock, configure);
        await services.GetRequiredService<DatabaseSchema>().MigrateAsync();
        return new TestDatabase(provider, connectionString, folder, services);
    }
}
