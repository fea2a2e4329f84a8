using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>
/// Names keys as <c>prefix area:{id}part</c>. What stands in braces decides the hash slot of Redis Cluster, so all keys of one id
/// may be used in one script.
/// </summary>
internal sealed class RedisKeyspace(IOptions<RedisOptions> options)
{
    private readonly string _prefix = options.Value.KeyPrefix;

    /// <summary>A channel for publishing; channels have no slot.</summary>
    internal RedisChannel Channel(string name) => new(_prefix + name, RedisChannel.PatternMode.Literal);

    /// <summary>The key of an id in an area.</summary>
    /// <param name="area">What is kept; the same word for the whole area.</param>
    /// <param name="id">Whose it is; any text, never empty.</param>
    /// <param name="part">Tells several keys of one id apart, such as <c>:sessions</c>.</param>
    internal RedisKey Key(string area, string id, string part = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return $"{_prefix}{area}:{{{Escape(id)}}}{part}";
    }

    /// <summary>The part of a key that decides its slot; the whole key when it has no braces with something between.</summary>
    internal static ReadOnlySpan<char> SlotPart(ReadOnlySpan<char> key)
    {
        var open = key.IndexOf('{');
        if (open < 0)
        {
            return key;
        }

        var length = key[(open + 1)..].IndexOf('}');
        return length > 0 ? key.Slice(open + 1, length) : key;
    }

    /// <summary>A brace in an id must not end the part that decides the slot. Different ids stay different.</summary>
    private static string Escape(string id) => id.AsSpan().ContainsAny('{', '}', '%')
        ? id.Replace("%", "%25", StringComparison.Ordinal).Replace("{", "%7B", StringComparison.Ordinal).Replace("}", "%7D", StringComparison.Ordinal)
        : id;
}
