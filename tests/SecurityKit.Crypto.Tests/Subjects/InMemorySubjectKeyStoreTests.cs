using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests.Subjects;

public sealed class InMemorySubjectKeyStoreTests : SubjectKeyStoreContract
{
    protected override ValueTask<ISubjectKeyStore> CreateStoreAsync() => ValueTask.FromResult<ISubjectKeyStore>(new InMemorySubjectKeyStore());
}
