using SecurityKit.Crypto;

namespace SecurityKit.KeyRing.Node;

internal sealed class DyingKeyRingStore(IKeyRingStore inner, DeadlySteps steps) : IKeyRingStore
{
    public ValueTask<StoredKeyRing?> LoadAsync(string ring, CancellationToken cancellationToken) => inner.LoadAsync(ring, cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public async ValueTask<bool> TrySaveAsync(string ring, long expectedRevision, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Reach("before-save", ring);
        var saved = await inner.TrySaveAsync(ring, expectedRevision, content, cancellationToken);
        Reach("after-save", ring);
        return saved;
    }

    public ValueTask<long> ReserveMessagesAsync(string ring, string keyId, long count, CancellationToken cancellationToken) =>
        inner.ReserveMessagesAsync(ring, keyId, count, cancellationToken);

    private void Reach(string step, string ring)
    {
        if (ring == KeyRingNames.Data)
        {
            steps.Reach(step);
        }
    }
}
