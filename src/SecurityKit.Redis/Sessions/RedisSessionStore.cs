using SecurityKit.Sessions;
using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>
/// Sessions in Redis. Finding one is a single <c>HMGET</c>; every change is one script on the server's clock; what is over expires by itself.
/// Session and index keys of a subject share a hash slot by the partition in the session's id.
/// </summary>
internal sealed class RedisSessionStore(RedisConnection connection, RedisKeyspace keyspace, TimeProvider clock) : ISessionStore
{
    internal const string Area = "session";

    public async ValueTask<SessionCreation> CreateAsync(SessionDraft draft, SessionLimit limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit.Maximum, 1);
        var session = draft.Session;
        var partition = session.Id.Partition;
        RedisValue[] arguments =
        [
            SessionPrefix(partition), session.Id.ToString(), limit.Maximum, limit.WhenReached == SessionLimitAction.EvictOldest ? "1" : "0",
            RedisSessionFields.Milliseconds(session.Factors.Min(factor => factor.At)), .. RedisSessionFields.Write(draft),
        ];
        var result = await RedisSessionScripts.Create.RunAsync(
            connection, [IndexKey(partition, session.Subject), SessionKey(session.Id), MarkKey(partition, session.Subject)], arguments, cancellationToken)
            .ConfigureAwait(false);
        var answer = (RedisResult[])result!;
        return (string?)answer[0] switch
        {
            "created" => new SessionCreation(SessionStartStatus.Created, RedisSessionFields.ReadMany(answer, 1)),
            "revoked" => new SessionCreation(SessionStartStatus.RevokedMeanwhile, []),
            _ => new SessionCreation(SessionStartStatus.LimitReached, []),
        };
    }

    public async ValueTask<SessionReading> FindAsync(SessionId id, string? tokenId, CancellationToken cancellationToken)
    {
        RedisValue[] fields = tokenId is null ? RedisSessionFields.Names : [.. RedisSessionFields.Names, "r:" + tokenId];
        var values = await connection.ExecuteAsync(
            static (database, s) => database.HashGetAsync(s.key, s.fields), (key: SessionKey(id), fields), cancellationToken).ConfigureAwait(false);

        // The server forgets a session at its end; until a renewable one ends it may be dormant, which its times tell.
        return RedisSessionFields.Read(id, values) is { } session && session.IsLiveAt(clock.GetUtcNow())
            ? new SessionReading(session, values[RedisSessionFields.TokenHashIndex], tokenId is not null && !values[^1].IsNull)
            : default;
    }

    public async ValueTask<bool> TouchAsync(SessionId id, CancellationToken cancellationToken)
    {
        var result = await RedisSessionScripts.Touch.RunAsync(
            connection, [SessionKey(id)], [IndexPrefix(id.Partition), id.ToString()], cancellationToken).ConfigureAwait(false);
        return (int)result == 1;
    }

    public async ValueTask<IReadOnlyList<Session>> ListAsync(string subject, CancellationToken cancellationToken)
    {
        var partition = SessionId.PartitionOf(subject);
        var result = await RedisSessionScripts.List.RunAsync(
            connection, [IndexKey(partition, subject)], [SessionPrefix(partition)], cancellationToken).ConfigureAwait(false);
        return RedisSessionFields.ReadMany((RedisResult[])result!, 0);
    }

    public async ValueTask<Session?> AddFactorsAsync(
        SessionId id, string subject, IReadOnlyList<AuthenticationFactor> factors, AssuranceLevel level, byte[] tokenHash, CancellationToken cancellationToken)
    {
        while (true)
        {
            var present = (await FindAsync(id, null, cancellationToken).ConfigureAwait(false)).Session;
            if (present is null || !string.Equals(present.Subject, subject, StringComparison.Ordinal))
            {
                return null;
            }

            var changed = present.WithFactors(factors, level);
            RedisValue[] arguments =
                [subject, SessionFactors.Format(present.Factors), SessionFactors.Format(changed.Factors), (int)changed.Level, tokenHash];
            var result = await RedisSessionScripts.AddFactors.RunAsync(connection, [SessionKey(id)], arguments, cancellationToken).ConfigureAwait(false);
            switch ((int)result)
            {
                case 0:
                    return null;
                case 1:
                    return changed;
            }
        }
    }

    public async ValueTask<RefreshRotation> RotateRefreshAsync(SessionId id, RefreshAttempt attempt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        RedisValue[] arguments =
        [
            IndexPrefix(id.Partition), id.ToString(), attempt.FamilyHash, attempt.TokenHash, attempt.SuccessorHash, attempt.SealedSuccessor,
            attempt.KeyThumbprint ?? string.Empty, (long)Math.Floor(attempt.Leeway.TotalMilliseconds), (long)attempt.SessionLifetime.TotalMilliseconds,
        ];
        var result = await RedisSessionScripts.RotateRefresh.RunAsync(connection, [SessionKey(id)], arguments, cancellationToken).ConfigureAwait(false);
        var answer = (RedisResult[])result!;
        var status = (string?)answer[0] switch
        {
            "rotated" => RefreshRotationStatus.Rotated,
            "repeated" => RefreshRotationStatus.Repeated,
            "reused" => RefreshRotationStatus.Reused,
            _ => RefreshRotationStatus.NotFound,
        };
        return status == RefreshRotationStatus.NotFound
            ? new RefreshRotation(status, null, null)
            : new RefreshRotation(
                status, RedisSessionFields.Read(id, (RedisValue[])answer[1]!), status == RefreshRotationStatus.Repeated ? (byte[]?)answer[2] : null);
    }

    public async ValueTask<Session?> RevokeAsync(SessionId id, string subject, CancellationToken cancellationToken)
    {
        var result = await RedisSessionScripts.Revoke.RunAsync(
            connection, [SessionKey(id), IndexKey(id.Partition, subject)], [id.ToString(), subject], cancellationToken).ConfigureAwait(false);
        return result.IsNull ? null : RedisSessionFields.Read(id, (RedisValue[])result!);
    }

    public async ValueTask<IReadOnlyList<Session>> RevokeAllAsync(
        string subject, SessionId? except, DateTimeOffset at, TimeSpan remember, CancellationToken cancellationToken)
    {
        var partition = SessionId.PartitionOf(subject);
        RedisValue[] arguments =
            [SessionPrefix(partition), except?.ToString() ?? string.Empty, RedisSessionFields.Milliseconds(at), (long)remember.TotalMilliseconds];
        var result = await RedisSessionScripts.RevokeAll.RunAsync(
            connection, [IndexKey(partition, subject), MarkKey(partition, subject)], arguments, cancellationToken).ConfigureAwait(false);
        return RedisSessionFields.ReadMany((RedisResult[])result!, 0);
    }

    public async ValueTask<bool> RevokeTokenAsync(SessionId id, string tokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var result = await RedisSessionScripts.RevokeToken.RunAsync(
            connection, [SessionKey(id)], [tokenId, RedisSessionFields.Milliseconds(expiresAt)], cancellationToken).ConfigureAwait(false);
        return (int)result == 1;
    }

    /// <summary>Nothing to do: the server forgets sessions and indexes at their end.</summary>
    public ValueTask<int> RemoveExpiredAsync(CancellationToken cancellationToken) => ValueTask.FromResult(0);

    private RedisKey SessionKey(SessionId id) => keyspace.Key(Area, id.Partition, ":id:" + id);

    private RedisKey IndexKey(string partition, string subject) => keyspace.Key(Area, partition, ":of:" + subject);

    private RedisKey MarkKey(string partition, string subject) => keyspace.Key(Area, partition, ":from:" + subject);

    private string SessionPrefix(string partition) => keyspace.Key(Area, partition, ":id:")!;

    private string IndexPrefix(string partition) => keyspace.Key(Area, partition, ":of:")!;
}
