using System.Runtime.CompilerServices;

namespace SecurityKit.Crypto;

internal static class MigrationSourceExtensions
{
    /// <summary>All values of a source, or those after one, page by page.</summary>
    internal static async IAsyncEnumerable<IReadOnlyList<MigrationItem>> ReadPagesAsync(
        this IMigrationSource source, string? after, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await source.ReadAsync(after, pageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return page;
            after = page[^1].Id;
        }
    }
}
