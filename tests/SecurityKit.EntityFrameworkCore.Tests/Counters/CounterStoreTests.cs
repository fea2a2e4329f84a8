using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class CounterStoreTests(DatabaseProvider provider) : CounterStoreContract
{
    private TestDatabase _database = null!;
    private ServiceProvider _otherNode = null!;

    protected override ICounterStore Store => _database.Get<ICounterStore>();

    protected override ICounterStore AnotherNode => _otherNode.GetRequiredService<ICounterStore>();

    [OneTimeSetUp]
    public async Task CreateDatabase()
    {
        _database = await TestDatabase.CreateAsync(provider);
        _otherNode = _database.AnotherNode();
    }

    [OneTimeTearDown]
    public async Task DropDatabase()
    {
        await _otherNode.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task CountersWhoseWindowHasPassed_AreDeleted()
    {
        var limit = new CounterLimit(1000, TimeSpan.FromMinutes(1));
        var over = new CounterKey("test.sweep", Guid.NewGuid().ToString("N"));
        await Store.TryTakeAsync(over, limit, 1, default);
        await AdvanceAsync(TimeSpan.FromMinutes(2));

        var present = NewKey();
        var store = new CounterStore(_database.Contexts, _database.Get<DatabaseClock>(), NullLogger<CounterStore>.Instance) { TakesBetweenSweeps = 2 };
        for (var i = 0; i < 2; i++)
        {
            await store.TryTakeAsync(present, new CounterLimit(1000, TimeSpan.FromHours(1)), 1, default);
        }

        await using var context = await _database.Contexts.CreateDbContextAsync();
        var keys = await context.Set<CounterRow>().Select(row => row.Key).ToListAsync();
        Assert.That(keys, Does.Not.Contain(over.ToString()).And.Contain(present.ToString()));
    }

    protected override async Task AdvanceAsync(TimeSpan by)
    {
        var microseconds = DatabaseClock.FromSpan(by);
        await using var context = await _database.Contexts.CreateDbContextAsync();
        foreach (var row in await context.Set<CounterRow>().ToListAsync())
        {
            row.Taken = CounterTimes.Read(row.Taken).Shifted(-microseconds).Write();
            row.OverAt -= microseconds;
        }

        await context.SaveChangesAsync();
    }
}
