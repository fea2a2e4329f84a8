using System.Runtime.CompilerServices;
using SecurityKit.Sessions;
using StackExchange.Redis;

namespace SecurityKit.Redis;

/// <summary>
/// Sessions in Redis. Finding one is a single <c>GET</c>, shared by those who ask at once; every change is one script on the server's clock; what is over expires by itself.
/// Session and index keys of a subject share a hash slot by the beginning of the partition in the session's id.
/// </summary>
internal sealed class RedisSessionStore(RedisConnection connection, RedisReads reads, RedisKeyspace keyspace, TimeProvider clock) : ISessionStore
{
    private readonly RedisSessionKeys _keys = new(keyspace);
    private readonly RedisSessionCache _parsed = new();

    public async ValueTask<SessionCreation> CreateAsync(SessionDraft draft, SessionLimit limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit.Maximum, 1);
        var session = draft.Session;
        var partition = session.Id.Partition;
        RedisValue[] arguments =
        [
            _keys.SessionPrefix(partition), session.Id.ToString(), limit.Maximum, limit.WhenReached == SessionLimitAction.EvictOldest ? "1" : "0",
            RedisSessionRecord.Milliseconds(session.Factors.Min(factor => factor.At)), RedisSessionRecord.Write(draft),
        ];
        var result = await RedisSessionScripts.Create.RunAsync(
            connection, [_keys.Index(partition, session.Subject), _keys.Session(session.Id), _keys.Mark(partition, session.Subject)], arguments, cancellationToken)
            .ConfigureAwait(false);
        var answer = (RedisResult[])result!;
        return (string?)answer[0] switch
        {
            "created" => new SessionCreation(SessionStartStatus.Created, RedisSessionRecord.ReadMany(answer, 1)),
            "revoked" => new SessionCreation(SessionStartStatus.RevokedMeanwhile, []),
            _ => new SessionCreation(SessionStartStatus.LimitReached, []),
        };
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SessionReading> FindAsync(SessionId id, string? tokenId, CancellationToken cancellationToken)
    {
        var value = await reads.GetAsync(_keys.Session(id), cancellationToken).ConfigureAwait(false);

        // The server forgets a session at its end; until a renewable one ends it may be dormant, which its times tell.
        return _parsed.Read(id, value) is { } record && record.Session.IsLiveAt(clock.GetUtcNow())
            ? new SessionReading(record.Session, record.TokenHash, tokenId is not null && record.IsRevoked(tokenId))
            : default;
    }

    public async ValueTask<bool> TouchAsync(SessionId id, CancellationToken cancellationToken)
    {
        var result = await RedisSessionScripts.Touch.RunAsync(
            connection, [_keys.Session(id)], [_keys.IndexPrefix(id.Partition), id.ToString()], cancellationToken).ConfigureAwait(false);
        return (int)result == 1;
    }

    public async ValueTask<IReadOnlyList<Session>> ListAsync(string subject, CancellationToken cancellationToken)
    {
        var partition = SessionId.PartitionOf(subject);
        var result = await RedisSessionScripts.List.RunAsync(
            connection, [_keys.Index(partition, subject)], [_keys.SessionPrefix(partition)], cancellationToken).ConfigureAwait(false);
        return RedisSessionRecord.ReadMany((RedisResult[])result!, 0);
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
            var result = await RedisSessionScripts.AddFactors.RunAsync(connection, [_keys.Session(id)], arguments, cancellationToken).ConfigureAwait(false);
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
            _keys.IndexPrefix(id.Partition), id.ToString(), attempt.FamilyHash, attempt.TokenHash, attempt.SuccessorHash, attempt.SealedSuccessor,
            attempt.KeyThumbprint ?? string.Empty, (long)Math.Floor(attempt.Leeway.TotalMilliseconds), (long)attempt.SessionLifetime.TotalMilliseconds,
        ];
        var result = await RedisSessionScripts.RotateRefresh.RunAsync(connection, [_keys.Session(id)], arguments, cancellationToken).ConfigureAwait(false);
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
                status, RedisSessionRecord.Read(id, (byte[]?)answer[1])?.Session, status == RefreshRotationStatus.Repeated ? (byte[]?)answer[2] : null);
    }

    public async ValueTask<Session?> RevokeAsync(SessionId id, string subject, CancellationToken cancellationToken)
    {
        var result = await RedisSessionScripts.Revoke.RunAsync(
            connection, [_keys.Session(id), _keys.Index(id.Partition, subject)], [id.ToString(), subject], cancellationToken).ConfigureAwait(false);
        return RedisSessionRecord.Read(id, (byte[]?)result)?.Session;
    }

    public async ValueTask<IReadOnlyList<Session>> RevokeAllAsync(
        string subject, SessionId? except, DateTimeOffset at, TimeSpan remember, CancellationToken cancellationToken)
    {
        var partition = SessionId.PartitionOf(subject);
        RedisValue[] arguments =
            [_keys.SessionPrefix(partition), except?.ToString() ?? string.Empty, RedisSessionRecord.Milliseconds(at), (long)remember.TotalMilliseconds];
        var result = await RedisSessionScripts.RevokeAll.RunAsync(
            connection, [_keys.Index(partition, subject), _keys.Mark(partition, subject)], arguments, cancellationToken).ConfigureAwait(false);
        return RedisSessionRecord.ReadMany((RedisResult[])result!, 0);
    }

    public async ValueTask<bool> RevokeTokenAsync(SessionId id, string tokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var result = await RedisSessionScripts.RevokeToken.RunAsync(
            connection, [_keys.Session(id)], [RedisSessionRecord.RevokedMark(tokenId), RedisSessionRecord.Milliseconds(expiresAt)], cancellationToken).ConfigureAwait(false);
        return (int)result == 1;
    }

    /// <summary>Nothing to do: the server forgets sessions and indexes at their end.</summary>
    public ValueTask<int> RemoveExpiredAsync(CancellationToken cancellationToken) => ValueTask.FromResult(0);
}
