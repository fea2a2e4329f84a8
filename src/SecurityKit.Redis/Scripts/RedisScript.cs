using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>
/// One atomic step, written in Lua, called by its digest. The server keeps it until a restart or <c>SCRIPT FLUSH</c>; then it is sent again.
/// All keys of a call share one hash slot. Thread-safe; make one per script and keep it.
/// </summary>
internal sealed class RedisScript
{
    private readonly string _source;
    private readonly byte[] _digest;

    /// <param name="source">The Lua source; takes the time only from <c>redis.call('TIME')</c>.</param>
    internal RedisScript(string source)
    {
        _source = source;
#pragma warning disable RS0030, CA5350 // Redis names scripts by their SHA-1; nothing is protected by it.
        _digest = SHA1.HashData(Encoding.UTF8.GetBytes(source));
#pragma warning restore RS0030, CA5350
    }

    /// <summary>Runs the script.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="keys">Every key it touches; one at least.</param>
    /// <param name="values">Its arguments.</param>
    /// <param name="cancellationToken">Cancels the wait, not the script.</param>
    /// <exception cref="StoreUnavailableException">Redis did not answer in time or cannot serve. The step may or may not have been done.</exception>
    internal ValueTask<RedisResult> RunAsync(
        RedisConnection connection, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken)
    {
        EnsureOneSlot(keys);
        return connection.ExecuteAsync(
            static (database, s) => s.self.RunAsync(database, s.keys, s.values), (self: this, keys, values), cancellationToken);
    }

    private static void EnsureOneSlot(RedisKey[] keys)
    {
        ArgumentOutOfRangeException.ThrowIfZero(keys.Length);
        if (keys.Length == 1)
        {
            return;
        }

        var first = ((string)keys[0]!).AsSpan();
        foreach (var key in keys.AsSpan(1))
        {
            if (!RedisKeyspace.SlotPart(((string)key!).AsSpan()).SequenceEqual(RedisKeyspace.SlotPart(first)))
            {
                throw new InvalidOperationException("The keys of one script must share a hash slot: the same id between braces.");
            }
        }
    }

    private static bool IsMissing(RedisServerException exception) => exception.Message.Contains("NOSCRIPT", StringComparison.Ordinal);

    /// <summary>A script that the server does not have was not run, so running it again does it once.</summary>
    private async Task<RedisResult> RunAsync(IDatabase database, RedisKey[] keys, RedisValue[] values)
    {
        try
        {
            return await database.ScriptEvaluateAsync(_digest, keys, values).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (IsMissing(exception))
        {
        }

        try
        {
            return await database.ScriptEvaluateAsync(_source, keys, values).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (IsMissing(exception))
        {
            // The client believed the server had it, and knows better now.
            return await database.ScriptEvaluateAsync(_source, keys, values).ConfigureAwait(false);
        }
    }
}
