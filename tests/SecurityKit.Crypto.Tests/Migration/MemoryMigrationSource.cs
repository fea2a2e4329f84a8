using System.Collections.Concurrent;
using System.Text;

namespace SecurityKit.Crypto.Tests.Migration;

internal sealed class MemoryMigrationSource : IMigrationSource
{
    private string[]? _ids;

    public string Name => "memory";

    internal ConcurrentDictionary<string, byte[]> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>Called before each batch, to change something meanwhile or to fail.</summary>
    internal Action<IReadOnlyList<MigrationReplacement>>? BeforeReplace { get; set; }

    public ValueTask<IReadOnlyList<MigrationItem>> ReadAsync(string? after, int count, CancellationToken cancellationToken)
    {
        if (after is null || _ids is null)
        {
            _ids = [.. Values.Keys.Order(StringComparer.Ordinal)];
        }

        var at = after is null ? -1 : Array.BinarySearch(_ids, after, StringComparer.Ordinal);
        return ValueTask.FromResult<IReadOnlyList<MigrationItem>>([.. _ids.Skip(at + 1).Take(count).Select(ToItem)]);
    }

    public ValueTask<MigrationItem?> FindAsync(string id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Values.ContainsKey(id) ? ToItem(id) : null);

    public ValueTask<IReadOnlyList<bool>> ReplaceAsync(IReadOnlyList<MigrationReplacement> replacements, CancellationToken cancellationToken)
    {
        BeforeReplace?.Invoke(replacements);
        return ValueTask.FromResult<IReadOnlyList<bool>>([.. replacements.Select(Replace)]);
    }

    private bool Replace(MigrationReplacement replacement) =>
        Values.TryGetValue(replacement.Id, out var stored)
        && stored.AsSpan().SequenceEqual(replacement.Expected.Span)
        && Values.TryUpdate(replacement.Id, replacement.Content.ToArray(), stored);

    private MigrationItem ToItem(string id) => new(id, Values[id], "test.values", Encoding.UTF8.GetBytes(id));
}
