using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>Whether the server writes what it is told to disk.</summary>
internal static class RedisPersistence
{
    /// <returns>No problem, or the one that fits.</returns>
    internal static async ValueTask<IReadOnlyList<string>> CheckAsync(
        RedisConnection connection, string notKept, string notTold, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await connection.ExecuteAsync(
                static (database, _) => database.ExecuteAsync("INFO", "persistence"), state: 0, cancellationToken).ConfigureAwait(false);
            var text = ((string?)answer) ?? string.Empty;
            return text.Contains("aof_enabled:1", StringComparison.Ordinal) ? [] : [notKept];
        }
        catch (StoreUnavailableException)
        {
            // What needs the store fails in a moment and says so.
            return [];
        }
        catch (RedisServerException)
        {
            return [notTold];
        }
    }
}
