using SecurityKit.Testing;

namespace SecurityKit.Mfa.Tests.Authenticators;

[TestFixture]
public sealed class InMemoryAuthenticatorStoreTests : AuthenticatorStoreContract
{
    protected override ValueTask<IAuthenticatorStore> CreateStoreAsync() => ValueTask.FromResult<IAuthenticatorStore>(new InMemoryAuthenticatorStore());
}
