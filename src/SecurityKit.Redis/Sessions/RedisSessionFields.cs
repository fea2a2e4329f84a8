using SecurityKit.Sessions;
using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>A session as the fields of a hash; see <see cref="RedisSessionScripts"/> for their names.</summary>
internal static class RedisSessionFields
{
    internal const int TokenHashIndex = 8;

    /// <summary>The fields that scripts answer, in their order.</summary>
    internal static readonly RedisValue[] Names = ["u", "c", "s", "e", "i", "n", "f", "l", "h", "d", "k", "q"];

    internal static List<RedisValue> Write(SessionDraft draft)
    {
        var session = draft.Session;
        List<RedisValue> fields =
        [
            "u", session.Subject, "c", Milliseconds(session.CreatedAt), "s", Milliseconds(session.LastSeenAt), "e", Milliseconds(session.ExpiresAt),
            "i", (long)session.IdleTimeout.TotalMilliseconds, "f", SessionFactors.Format(session.Factors), "l", (int)session.Level,
            "h", draft.TokenHash, "d", RedisSessionSurroundings.Write(session),
        ];
        if (session.RenewableUntil is { } renewable)
        {
            fields.AddRange(["n", Milliseconds(renewable)]);
        }

        if (session.KeyThumbprint is { } thumbprint)
        {
            fields.AddRange(["k", thumbprint]);
        }

        if (session.RequiresStepUp)
        {
            fields.AddRange(["q", 1]);
        }

        if (draft.Refresh is { } refresh)
        {
            fields.AddRange(["a", refresh.FamilyHash, "t", refresh.TokenHash]);
        }

        return fields;
    }

    /// <summary>Null when the session is not there.</summary>
    internal static Session? Read(SessionId id, RedisValue[] values)
    {
        if (values[0].IsNull)
        {
            return null;
        }

        var surroundings = RedisSessionSurroundings.Read(values[9]!);
        return new Session
        {
            Id = id,
            Subject = values[0]!,
            CreatedAt = Time(values[1]),
            LastSeenAt = Time(values[2]),
            ExpiresAt = Time(values[3]),
            IdleTimeout = TimeSpan.FromMilliseconds((long)values[4]),
            RenewableUntil = values[5].IsNull ? null : Time(values[5]),
            Factors = SessionFactors.Parse(values[6]!),
            Level = (AssuranceLevel)(int)values[7],
            Device = new SessionDevice(surroundings.Name, surroundings.Fingerprint),
            Network = surroundings.Network,
            KeyThumbprint = values[10],
            RequiresStepUp = !values[11].IsNull,
        };
    }

    /// <summary>Reads pairs of id and fields from an answer.</summary>
    internal static List<Session> ReadMany(RedisResult[] answer, int start)
    {
        var sessions = new List<Session>();
        for (var i = start; i + 1 < answer.Length; i += 2)
        {
            if (SessionId.TryParse((string?)answer[i], null, out var id) && Read(id, (RedisValue[])answer[i + 1]!) is { } session)
            {
                sessions.Add(session);
            }
        }

        return sessions;
    }

    internal static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static DateTimeOffset Time(RedisValue value) => DateTimeOffset.FromUnixTimeMilliseconds((long)value);
}
