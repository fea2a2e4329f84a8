using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests.Events;

[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class EfSecurityEventStoreTests(DatabaseProvider provider) : SecurityEventStoreContract
{
    private TestDatabase? _database;

    [TearDown]
    public async Task DropDatabase()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    protected override async ValueTask<ISecurityEventStore> CreateAsync()
    {
        _database = await TestDatabase.CreateAsync(provider);
        return _database.Get<ISecurityEventStore>();
    }
}
