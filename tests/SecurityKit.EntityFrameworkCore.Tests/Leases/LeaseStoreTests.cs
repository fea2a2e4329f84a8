using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class LeaseStoreTests(DatabaseProvider provider) : LeaseStoreContract
{
    private TestDatabase _database = null!;
    private ServiceProvider _otherNode = null!;

    protected override ILeaseStore Store => _database.Get<ILeaseStore>();

    protected override ILeaseStore AnotherNode => _otherNode.GetRequiredService<ILeaseStore>();

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
    public async Task ExpiresAt_IsTheStoresTimePlusTheDuration()
    {
        var before = TimeProvider.System.GetUtcNow();
        var lease = await Store.TryAcquireAsync("test.expiry", "a", TimeSpan.FromMinutes(10), default);

        Assert.That(lease!.ExpiresAt - before, Is.GreaterThan(TimeSpan.FromMinutes(9)).And.LessThan(TimeSpan.FromMinutes(12)));
    }

    [Test]
    public async Task LongestDuration_IsNotCutShort()
    {
        var lease = await Store.TryAcquireAsync("test.long", "a", TimeSpan.FromDays(3650), default);

        Assert.That(lease!.ExpiresAt, Is.GreaterThan(TimeProvider.System.GetUtcNow().AddDays(3649)));
    }

    protected override async Task AdvanceAsync(TimeSpan by)
    {
        var microseconds = DatabaseClock.FromSpan(by);
        await using var context = await _database.Contexts.CreateDbContextAsync();
        await context.Set<LeaseRow>().ExecuteUpdateAsync(set => set.SetProperty(row => row.ExpiresAt, row => row.ExpiresAt - microseconds));
    }
}
