using SecurityKit.Testing;

namespace SecurityKit.Identity.Tests;

public sealed class InMemoryAccountStoreContractTests : AccountStoreContract
{
    protected override Task<IAccountStore> CreateStoreAsync() => Task.FromResult<IAccountStore>(new InMemoryAccountStore());
}

public sealed class InMemoryActionTokenStoreContractTests : ActionTokenStoreContract
{
    protected override Task<IActionTokenStore> CreateStoreAsync() => Task.FromResult<IActionTokenStore>(new InMemoryActionTokenStore());
}

public sealed class InMemoryLockoutStoreContractTests : LockoutStoreContract
{
    protected override Task<ILockoutStore> CreateStoreAsync() => Task.FromResult<ILockoutStore>(new InMemoryLockoutStore(Clock));
}

public sealed class InMemoryApiKeyStoreContractTests : ApiKeyStoreContract
{
    protected override Task<IApiKeyStore> CreateStoreAsync() => Task.FromResult<IApiKeyStore>(new InMemoryApiKeyStore());
}

public sealed class InMemoryRoleStoreContractTests : RoleStoreContract
{
    protected override Task<IRoleStore> CreateStoreAsync() => Task.FromResult<IRoleStore>(new InMemoryRoleStore());
}
