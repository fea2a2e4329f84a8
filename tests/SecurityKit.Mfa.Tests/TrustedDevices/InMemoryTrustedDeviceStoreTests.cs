using SecurityKit.Testing;

namespace SecurityKit.Mfa.Tests.TrustedDevices;

[TestFixture]
public sealed class InMemoryTrustedDeviceStoreTests : TrustedDeviceStoreContract
{
    protected override ValueTask<ITrustedDeviceStore> CreateStoreAsync() => ValueTask.FromResult<ITrustedDeviceStore>(new InMemoryTrustedDeviceStore());
}
