using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class SchemaTests(DatabaseProvider provider)
{
    private string _folder = string.Empty;
    private string _connectionString = string.Empty;

    [SetUp]
    public async Task CreateEmptyDatabase()
    {
        _folder = Directory.CreateTempSubdirectory("sk-schema-").FullName;
        _connectionString = provider == DatabaseProvider.Sqlite
            ? $"Data Source={Path.Combine(_folder, "made", "security.db")}"
            : await PostgreSqlServer.Shared.CreateDatabaseAsync();
    }

    [TearDown]
    public void DeleteFolder()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Start_OnAnEmptyDatabase_CreatesEveryTable()
    {
        using var host = BuildHost(new());

        await host.StartAsync();

        var schema = host.Services.GetRequiredService<DatabaseSchema>();
        Assert.That(await schema.GetPendingMigrationsAsync(), Is.Empty);
        await host.StopAsync();
    }

    [Test]
    public async Task Start_OfSeveralNodesAtOnce_MigratesOnce()
    {
        var nodes = Enumerable.Range(0, 4).Select(_ => TestDatabase.Build(provider, _connectionString, null, null)).ToArray();

        var applied = await Task.WhenAll(nodes.Select(
            node => Task.Run(async () => await node.GetRequiredService<DatabaseSchema>().MigrateAsync())));

        Assert.That(applied.Count(names => names.Count > 0), Is.EqualTo(1), "exactly one node applied the migrations");
        Assert.That(applied.SelectMany(names => names), Is.Unique);
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Test]
    public async Task Start_WithMigrationTurnedOffAndOnePending_IsRefusedWithTheRemedy()
    {
        using var host = BuildHost(new() { ["SecurityKit:Database:MigrateOnStart"] = "false" });

        var refusal = Assert.ThrowsAsync<SecurityKitConfigurationException>(() => host.StartAsync());

        Assert.That(refusal!.Message, Does.Contain("20261122000000_Core").And.Contain("MigrateAsync"));
        await host.Services.GetRequiredService<DatabaseSchema>().MigrateAsync();
        using var second = BuildHost(new() { ["SecurityKit:Database:MigrateOnStart"] = "false" });
        Assert.DoesNotThrowAsync(() => second.StartAsync());
        await second.StopAsync();
    }

    [Test]
    public async Task EveryMigration_CanBeUndoneAndAppliedAgain()
    {
        await using var services = TestDatabase.Build(provider, _connectionString, null, null);
        var schema = services.GetRequiredService<DatabaseSchema>();
        var all = await schema.MigrateAsync();
        await using (var context = await services.GetRequiredService<IDbContextFactory<SecurityKitDbContext>>().CreateDbContextAsync())
        {
            await context.Database.MigrateAsync("0");
        }

        Assert.That(await schema.GetPendingMigrationsAsync(), Is.EqualTo(all));
        Assert.That(await schema.MigrateAsync(), Is.EqualTo(all));
    }

    [Test]
    public async Task EveryMigration_HasAnIdThatTheFrameworkCanFind()
    {
        await using var services = TestDatabase.Build(provider, _connectionString, null, null);

        var all = await services.GetRequiredService<DatabaseSchema>().GetPendingMigrationsAsync();

        Assert.That(all, Is.All.Match(@"^\d{14}_[A-Za-z]+$"));
        Assert.That(all, Is.Ordered.Using<string>(StringComparer.Ordinal));
    }

    [Test]
    public async Task EveryMappedTable_IsReadableAfterMigration()
    {
        await using var services = TestDatabase.Build(provider, _connectionString, null, null);
        await services.GetRequiredService<DatabaseSchema>().MigrateAsync();
        await using var context = await services.GetRequiredService<IDbContextFactory<SecurityKitDbContext>>().CreateDbContextAsync();

        foreach (var entity in context.Model.GetEntityTypes().Where(e => e.GetTableName() is not null))
        {
            var columns = string.Join(", ", entity.GetProperties().Select(p => $"\"{p.GetColumnName()}\""));
            Assert.That(entity.GetTableName(), Does.StartWith("sk_"));
#pragma warning disable EF1002 // Names from the model.
            Assert.DoesNotThrowAsync(
                () => context.Database.ExecuteSqlRawAsync($"SELECT {columns} FROM \"{entity.GetTableName()}\""), entity.Name);
#pragma warning restore EF1002
        }
    }

    private IHost BuildHost(Dictionary<string, string?> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        Microsoft.Extensions.Configuration.MemoryConfigurationBuilderExtensions.AddInMemoryCollection(builder.Configuration, settings);
        var kit = builder.Services.AddSecurityKit();
        _ = provider == DatabaseProvider.Sqlite ? kit.UseSqlite(_connectionString) : kit.UsePostgreSql(_connectionString);
        return builder.Build();
    }
}
