using SecurityKit.Identity;
using SecurityKit.Testing;

namespace SecurityKit.EntityFrameworkCore.Tests;

[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class EfAccountStoreContractTests(DatabaseProvider provider) : AccountStoreContract
{
    private TestDatabase _database = null!;

    [TearDown]
    public async Task Close() => await _database.DisposeAsync();

    protected override async Task<IAccountStore> CreateStoreAsync()
    {
        _database = await TestDatabase.CreateAsync(provider);
        return _database.Get<IAccountStore>();
    }
}

[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class EfActionTokenStoreContractTests(DatabaseProvider provider) : ActionTokenStoreContract
{
    private TestDatabase _database = null!;

    [TearDown]
    public async Task Close() => await _database.DisposeAsync();

    protected override async Task<IActionTokenStore> CreateStoreAsync()
    {
        _database = await TestDatabase.CreateAsync(provider);
        return _database.Get<IActionTokenStore>();
    }
}

[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class EfLockoutStoreContractTests(DatabaseProvider provider) : LockoutStoreContract
{
    private TestDatabase _database = null!;

    [TearDown]
    public async Task Close() => await _database.DisposeAsync();

    protected override async Task<ILockoutStore> CreateStoreAsync()
    {
        _database = await TestDatabase.CreateAsync(provider, Clock);
        return _database.Get<ILockoutStore>();
    }
}

[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class EfApiKeyStoreContractTests(DatabaseProvider provider) : ApiKeyStoreContract
{
    private TestDatabase _database = null!;

    [TearDown]
    public async Task Close() => await _database.DisposeAsync();

    protected override async Task<IApiKeyStore> CreateStoreAsync()
    {
        _database = await TestDatabase.CreateAsync(provider);
        return _database.Get<IApiKeyStore>();
    }
}

[TestFixture(DatabaseProvider.Sqlite)]
[TestFixture(DatabaseProvider.PostgreSql)]
public sealed class EfRoleStoreContractTests(DatabaseProvider provider) : RoleStoreContract
{
    private TestDatabase _database = null!;

    [TearDown]
    public async Task Close() => await _database.DisposeAsync();

    protected override async Task<IRoleStore> CreateStoreAsync()
    {
        _database = await TestDatabase.CreateAsync(provider);
        return _database.Get<IRoleStore>();
    }
}
