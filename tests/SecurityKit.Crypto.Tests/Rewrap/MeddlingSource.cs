namespace SecurityKit.Crypto.Tests.Rewrap;

/// <summary>A source beside which the host writes once: when a stream has been written anew and is about to be put in place.</summary>
internal sealed class MeddlingSource(IMigrationSource inner, Action meddle) : IMigrationSource
{
    private int _meddled;

    public string Name => inner.Name;

    public async ValueTask<IReadOnlyList<MigrationItem>> ReadAsync(string? after, int count, CancellationToken cancellationToken) =>
        [.. (await inner.ReadAsync(after, count, cancellationToken)).Select(item => item.Stream is null ? item : item with { Stream = new Meddled(this, item.Stream) })];

    public ValueTask<MigrationItem?> FindAsync(string id, CancellationToken cancellationToken) => inner.FindAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<bool>> ReplaceAsync(IReadOnlyList<MigrationReplacement> replacements, CancellationToken cancellationToken) =>
        inner.ReplaceAsync(replacements, cancellationToken);

    private sealed class Meddled(MeddlingSource source, IStreamedValue stream) : IStreamedValue
    {
        public ValueTask<Stream?> OpenAsync(CancellationToken cancellationToken) => stream.OpenAsync(cancellationToken);

        public ValueTask<bool> ReplaceAsync(Func<Stream, Stream, CancellationToken, ValueTask> rewrite, CancellationToken cancellationToken) => stream.ReplaceAsync(
            async (from, to, token) =>
            {
                await rewrite(from, to, token);
                if (source._meddled++ == 0)
                {
                    source.Meddle();
                }
            },
            cancellationToken);
    }

    private void Meddle() => meddle();
}
