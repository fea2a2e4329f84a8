using SecurityKit.Crypto;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests;

public sealed class InMemoryKeyRingStoreTests : KeyRingStoreContract
{
    protected override ValueTask<IKeyRingStore> CreateStoreAsync() => ValueTask.FromResult<IKeyRingStore>(new InMemoryKeyRingStore());
}
