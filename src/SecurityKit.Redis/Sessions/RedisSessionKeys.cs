using SecurityKit.Sessions;
using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>
/// Names the keys of sessions. The first two digits of the partition decide the slot, so that there are 256 places in all: enough to spread over a
/// cluster, few enough to ask each for its sessions when they are counted.
/// </summary>
internal sealed class RedisSessionKeys(RedisKeyspace keyspace)
{
    internal const string Area = "session";

    private const int PlaceLength = 2;
    private const string SessionPart = ":id:";

    private readonly string[] _sessionPrefixes = [.. Places().Select(place => (string)keyspace.Key(Area, place, SessionPart)!)];

    /// <summary>Where sessions may be: 00 to ff.</summary>
    internal static IEnumerable<string> Places() => Enumerable.Range(0, 256).Select(n => n.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));

    internal RedisKey Session(SessionId id)
    {
        var text = id.ToString();
        return SessionPrefix(text) + text;
    }

    /// <summary>The key of any session of the partition, without its id.</summary>
    internal string SessionPrefix(string partition) => _sessionPrefixes[byte.Parse(
        partition.AsSpan(0, PlaceLength), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture)];

    internal RedisKey Index(string partition, string subject) => IndexPrefix(partition) + subject;

    internal string IndexPrefix(string partition) => keyspace.Key(Area, partition[..PlaceLength], ":of:")!;

    internal RedisKey Mark(string partition, string subject) => keyspace.Key(Area, partition[..PlaceLength], ":from:" + subject);

    /// <summary>All sessions of a place.</summary>
    internal RedisKey All(string place) => keyspace.Key(Area, place, ":all");
}
