using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

[TestFixture]
[NonParallelizable]
public sealed class OutageTests
{
    private static readonly CounterLimit Limit = new(5, TimeSpan.FromHours(1));

    [Test]
    public async Task Sqlite_LockedByAnotherWriterForTooLong_IsUnavailable()
    {
        await using var database = await TestDatabase.SqliteAsync(configure: ShortTimeout);
        await using var writer = new SqliteConnection(database.ConnectionString);
        await writer.OpenAsync();
        await using var transaction = writer.BeginTransaction();

        Assert.That(() => TakeAsync(database.Services), Throws.TypeOf<StoreUnavailableException>());
        Assert.That(
            async () => await database.Get<ILeaseStore>().TryAcquireAsync("job", "a", TimeSpan.FromMinutes(1), default),
            Throws.TypeOf<StoreUnavailableException>());

        await transaction.RollbackAsync();
        Assert.That((await TakeAsync(database.Services)).Taken, Is.True, "it works again once the other writer is done");
    }

    [Test]
    public async Task Sqlite_ThatIsNoDatabase_IsUnavailable()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, new string('x', 8192));
        await using var services = TestDatabase.Build(DatabaseProvider.Sqlite, $"Data Source={file}", null, null);

        Assert.That(() => TakeAsync(services), Throws.TypeOf<StoreUnavailableException>());
        File.Delete(file);
    }

    [Test]
    public void PostgreSql_ThatRefusesConnections_IsUnavailable()
    {
        using var services = TestDatabase.Build(
            DatabaseProvider.PostgreSql, $"Host=127.0.0.1;Port={LoopbackPort.Free()};Database=x;Username=u;Password=hunter2", null, null);

        var outage = Assert.ThrowsAsync<StoreUnavailableException>(() => TakeAsync(services));

        Assert.That(outage!.ToString(), Does.Not.Contain("hunter2"));
        Assert.ThrowsAsync<StoreUnavailableException>(async () => await services.GetRequiredService<DatabaseSchema>().MigrateAsync());
    }

    [Test]
    public async Task PostgreSql_FrozenKilledAndBack_IsUnavailableMeanwhileAndWorksAfterwards()
    {
        using var server = PostgreSqlServer.Start();
        var connectionString = await server.CreateDatabaseAsync();
        await using var services = TestDatabase.Build(DatabaseProvider.PostgreSql, connectionString, null, ShortTimeout);
        await services.GetRequiredService<DatabaseSchema>().MigrateAsync();
        Assert.That((await TakeAsync(services)).Remaining, Is.EqualTo(4));

        server.Pause();
        Assert.That(() => TakeAsync(services), Throws.TypeOf<StoreUnavailableException>(), "frozen");
        server.Resume();
        Assert.That((await TakeAsync(services)).Taken, Is.True, "thawed");

        server.Kill();
        Assert.That(() => TakeAsync(services), Throws.TypeOf<StoreUnavailableException>(), "killed");
        server.Restart();
        Assert.That((await TakeAsync(services)).Taken, Is.True, "restarted");
    }

    [Test]
    public void PostgreSql_WithoutTheDatabase_SaysHowToMakeIt()
    {
        var connectionString = PostgreSqlServer.Shared.ConnectionStringFor("nowhere");
        using var services = TestDatabase.Build(DatabaseProvider.PostgreSql, connectionString, null, null);

        Assert.That(
            async () => await services.GetRequiredService<DatabaseSchema>().MigrateAsync(),
            Throws.TypeOf<SecurityKitConfigurationException>().With.Message.Contains("CREATE DATABASE nowhere"));
    }

    private static void ShortTimeout(ISecurityKitBuilder builder) =>
        builder.Services.Configure<DatabaseOptions>(options => options.CommandTimeout = TimeSpan.FromSeconds(1));

    private static async Task<CounterDecision> TakeAsync(IServiceProvider services) =>
        await services.GetRequiredService<ICounterStore>().TryTakeAsync(new CounterKey("test.outage", "k"), Limit, 1, default);
}
