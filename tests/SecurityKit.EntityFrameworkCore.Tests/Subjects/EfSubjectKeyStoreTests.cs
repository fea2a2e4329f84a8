using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class EfSubjectKeyStoreTests(DatabaseProvider provider) : SubjectKeyStoreContract
{
    private TestDatabase _database = null!;

    [OneTimeSetUp]
    public async Task CreateDatabase() => _database = await TestDatabase.CreateAsync(provider, configure: kit => kit.AddTestCrypto().AddSubjectEncryption());

    [OneTimeTearDown]
    public async Task DropDatabase() => await _database.DisposeAsync();

    [Test]
    public void A_host_with_a_database_keeps_its_subjects_keys_there_whatever_the_order() =>
        Assert.That(_database.Get<ISubjectKeyStore>(), Is.TypeOf<EfSubjectKeyStore>());

    protected override ValueTask<ISubjectKeyStore> CreateStoreAsync() => ValueTask.FromResult(_database.Get<ISubjectKeyStore>());
}
