using SecurityKit.Mfa;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests.Mfa;

[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class PasskeyPromptStoreTests(DatabaseProvider provider) : PasskeyPromptStoreContract
{
    private TestDatabase _database = null!;

    protected override int ParallelCalls => 200;

    [OneTimeSetUp]
    public async Task CreateDatabase() => _database = await TestDatabase.CreateAsync(provider);

    [OneTimeTearDown]
    public async Task DropDatabase() => await _database.DisposeAsync();

    protected override ValueTask<IPasskeyPromptStore> CreateStoreAsync() => ValueTask.FromResult(_database.Get<IPasskeyPromptStore>());
}
