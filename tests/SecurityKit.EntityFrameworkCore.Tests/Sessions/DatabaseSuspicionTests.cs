using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class DatabaseSuspicionTests(DatabaseProvider provider) : SuspicionContract
{
    private TestDatabase _database = null!;

    [TearDown]
    public async Task DropDatabase() => await _database.DisposeAsync();

    protected override async Task<ServiceProvider> CreateNodeAsync(Action<ISecurityKitBuilder> configure)
    {
        _database = await TestDatabase.CreateAsync(provider);
        return _database.AnotherNode(configure: configure);
    }
}
