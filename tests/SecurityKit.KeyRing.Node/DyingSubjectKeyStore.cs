using SecurityKit.Crypto;

namespace SecurityKit.KeyRing.Node;

internal sealed class DyingSubjectKeyStore(ISubjectKeyStore inner, DeadlySteps steps) : ISubjectKeyStore
{
    public ValueTask<StoredSubjectKeys?> LoadAsync(string handle, CancellationToken cancellationToken) => inner.LoadAsync(handle, cancellationToken);

    public async ValueTask<bool> TrySaveAsync(string handle, long expectedRevision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        steps.Reach("before-destroy");
        var saved = await inner.TrySaveAsync(handle, expectedRevision, content, cancellationToken);
        steps.Reach("after-destroy");
        return saved;
    }

    public ValueTask<IReadOnlyList<StoredSubjectKeys>> ListAsync(string after, int limit, CancellationToken cancellationToken) =>
        inner.ListAsync(after, limit, cancellationToken);
}
