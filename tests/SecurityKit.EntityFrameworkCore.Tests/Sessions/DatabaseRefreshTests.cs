using SecurityKit.Sessions;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class DatabaseRefreshTests(DatabaseProvider provider) : RefreshStoreContract
{
    private readonly ManualClock _clock = new();
    private TestDatabase _database = null!;

    protected override DateTimeOffset Now => _clock.GetUtcNow();

    [OneTimeSetUp]
    public async Task CreateDatabase() => _database = await TestDatabase.CreateAsync(provider, _clock);

    [OneTimeTearDown]
    public async Task DropDatabase() => await _database.DisposeAsync();

    protected override Task<ISessionStore> OpenAsync() => Task.FromResult(_database.Get<ISessionStore>());
}
