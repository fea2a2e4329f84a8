using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class EfKeyRingStoreTests(DatabaseProvider provider) : KeyRingStoreContract
{
    private TestDatabase _database = null!;

    [OneTimeSetUp]
    public async Task CreateDatabase() => _database = await TestDatabase.CreateAsync(provider, configure: kit => kit.AddTestCrypto());

    [OneTimeTearDown]
    public async Task DropDatabase() => await _database.DisposeAsync();

    [Test]
    public void A_host_with_a_database_keeps_its_key_rings_there_whatever_the_order() =>
        Assert.That(_database.Get<IKeyRingStore>(), Is.TypeOf<EfKeyRingStore>());

    protected override ValueTask<IKeyRingStore> CreateStoreAsync() => ValueTask.FromResult(_database.Get<IKeyRingStore>());
}
