using SecurityKit.Mfa;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests.Mfa;

[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class TrustedDeviceStoreTests(DatabaseProvider provider) : TrustedDeviceStoreContract
{
    private TestDatabase _database = null!;

    [OneTimeSetUp]
    public async Task CreateDatabase() => _database = await TestDatabase.CreateAsync(provider);

    [OneTimeTearDown]
    public async Task DropDatabase() => await _database.DisposeAsync();

    protected override ValueTask<ITrustedDeviceStore> CreateStoreAsync() => ValueTask.FromResult(_database.Get<ITrustedDeviceStore>());
}
