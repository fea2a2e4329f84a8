using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.EntityFrameworkCore.Tests;

[TestFixture]
public sealed class SqliteSetUpTests
{
    [Test]
    [Platform(Exclude = "Win", Reason = "File modes are a Unix matter.")]
    [UnsupportedOSPlatform("windows")]
    public async Task NewFile_AndItsSideFiles_AreReadableByTheirOwnerOnly()
    {
        await using var database = await TestDatabase.SqliteAsync();
        var path = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;

        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(path)!))
        {
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite), file);
        }

        Assert.That(File.Exists(path + "-wal"), Is.True, "write-ahead logging is on");
    }

    [TestCase("PRAGMA journal_mode", "wal")]
    [TestCase("PRAGMA synchronous", "2")]
    [TestCase("PRAGMA foreign_keys", "1")]
    [TestCase("PRAGMA busy_timeout", "60000")]
    public async Task EveryConnection_HasTheStatedSetting(string question, string expected)
    {
        await using var database = await TestDatabase.SqliteAsync();
        await using var context = await database.Contexts.CreateDbContextAsync();
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = question;

        Assert.That((await command.ExecuteScalarAsync())!.ToString(), Is.EqualTo(expected));
    }

    [TestCase("Data Source=:memory:")]
    [TestCase("Data Source=kit;Mode=Memory;Cache=Shared")]
    [TestCase("")]
    public void DatabaseInMemory_IsRefused(string connectionString) =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddSecurityKit().UseSqlite(connectionString));

    [Test]
    public void MalformedConnectionString_IsRefusedWithoutQuotingIt()
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => new ServiceCollection().AddSecurityKit().UsePostgreSql("Host=db;Password=hunter2;Nonsense=1"));

        Assert.That(refusal!.ToString(), Does.Not.Contain("hunter2"));
    }

    [Test]
    public void TwoDatabases_AreRefusedByName()
    {
        var services = new ServiceCollection();
        services.AddSecurityKit().UseSqlite("Data Source=a.db").UsePostgreSql("Host=db;Database=b");
        using var provider = services.BuildServiceProvider();

        Assert.That(
            () => provider.GetRequiredService<DatabaseSchema>(),
            Throws.TypeOf<SecurityKitConfigurationException>().With.Message.Contains("More than one database"));
    }

    [Test]
    public async Task LockLeftByACrashedMigration_DoesNotHoldUpTheNextStart()
    {
        await using var database = await TestDatabase.SqliteAsync();
        await database.ExecuteAsync("INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-01-01')");
        await database.ExecuteAsync("DELETE FROM sk_migrations WHERE \"MigrationId\" = '20261122000000_Core'");
        await database.ExecuteAsync("DROP TABLE sk_counters");
        await database.ExecuteAsync("DROP TABLE sk_leases");

        var applied = await database.Get<DatabaseSchema>().MigrateAsync();

        Assert.That(applied, Is.EqualTo(new[] { "20261122000000_Core" }));
    }

    [Test]
    public async Task ManyParallelWriters_WaitWithoutBlockingThreads()
    {
        await using var database = await TestDatabase.SqliteAsync();
        var counters = database.Get<ICounterStore>();
        var limit = new CounterLimit(1000, TimeSpan.FromHours(1));
        var before = ThreadPool.ThreadCount;
        var most = before;

        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(async () =>
        {
            await counters.TryTakeAsync(new CounterKey("test.turns", $"{i % 7}"), limit, 1, default);
            InterlockedMax(ref most, ThreadPool.ThreadCount);
        })));

        Assert.That(most, Is.LessThan(before + 40), "400 writers queue without a thread each");
    }

    [Test]
    public async Task TransactionThatIsAbandoned_GivesItsTurnBack()
    {
        await using var database = await TestDatabase.SqliteAsync();
        for (var i = 0; i < 3; i++)
        {
            await using var context = await database.Contexts.CreateDbContextAsync();
            await context.Database.BeginTransactionAsync();
        }

        var taken = database.Get<ICounterStore>().TryTakeAsync(new CounterKey("test.turns", "k"), new CounterLimit(1, TimeSpan.FromHours(1)), 1, default);

        Assert.That((await taken.AsTask().WaitAsync(TimeSpan.FromSeconds(30))).Taken, Is.True);
    }

    private static void InterlockedMax(ref int most, int seen)
    {
        int present;
        while (seen > (present = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, seen, present) != present)
        {
        }
    }
}
