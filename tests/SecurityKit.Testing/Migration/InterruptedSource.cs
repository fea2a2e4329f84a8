using SecurityKit.Crypto;

namespace SecurityKit.Testing;

/// <summary>A source that does something once, in the middle of a run: before the batch with this number is replaced.</summary>
public sealed class InterruptedSource(IMigrationSource inner, int batch, Func<Task> interruption) : IMigrationSource
{
    private int _batches;

    public string Name => inner.Name;

    public bool WasInterrupted => _batches > batch;

    public ValueTask<IReadOnlyList<MigrationItem>> ReadAsync(string? after, int count, CancellationToken cancellationToken) =>
        inner.ReadAsync(after, count, cancellationToken);

    public ValueTask<MigrationItem?> FindAsync(string id, CancellationToken cancellationToken) => inner.FindAsync(id, cancellationToken);

    public async ValueTask<IReadOnlyList<bool>> ReplaceAsync(IReadOnlyList<MigrationReplacement> replacements, CancellationToken cancellationToken)
    {
        if (_batches++ == batch)
        {
            await interruption();
        }

        return await inner.ReplaceAsync(replacements, cancellationToken);
    }

    public ValueTask RemoveLeftoversAsync(CancellationToken cancellationToken) => inner.RemoveLeftoversAsync(cancellationToken);
}
