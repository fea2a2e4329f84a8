using System.Globalization;
using SecurityKit.Crypto;

namespace SecurityKit.Migration.Node;

/// <summary>Tells of each stream when part of it is written anew, when all of it is, and when it is in its place.</summary>
public sealed class HaltingSource(IMigrationSource inner, Action<string> tell) : IMigrationSource
{
    public string Name => inner.Name;

    public async ValueTask<IReadOnlyList<MigrationItem>> ReadAsync(string? after, int count, CancellationToken cancellationToken) =>
        [.. (await inner.ReadAsync(after, count, cancellationToken)).Select(item => item.Stream is null ? item : item with { Stream = new Halting(item.Id, item.Stream, tell) })];

    public ValueTask<MigrationItem?> FindAsync(string id, CancellationToken cancellationToken) => inner.FindAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<bool>> ReplaceAsync(IReadOnlyList<MigrationReplacement> replacements, CancellationToken cancellationToken) =>
        inner.ReplaceAsync(replacements, cancellationToken);

    public ValueTask RemoveLeftoversAsync(CancellationToken cancellationToken) => inner.RemoveLeftoversAsync(cancellationToken);

    private sealed class Halting(string id, IStreamedValue stream, Action<string> tell) : IStreamedValue
    {
        public ValueTask<Stream?> OpenAsync(CancellationToken cancellationToken) => stream.OpenAsync(cancellationToken);

        public async ValueTask<bool> ReplaceAsync(Func<Stream, Stream, CancellationToken, ValueTask> rewrite, CancellationToken cancellationToken)
        {
            var isReplaced = await stream.ReplaceAsync(
                async (from, to, token) =>
                {
                    await rewrite(from, new TellingStream(to, written => tell(string.Create(CultureInfo.InvariantCulture, $"Writing {id} {written >> 20}"))), token);
                    tell($"Written {id}");
                },
                cancellationToken);
            tell($"Placed {id}");
            return isReplaced;
        }
    }
}
