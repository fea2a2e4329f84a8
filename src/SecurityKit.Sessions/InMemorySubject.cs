namespace SecurityKit.Sessions;

/// <summary>A subject's sessions in order of creation, and from when on factors are accepted. Guarded by the store's lock.</summary>
internal sealed class InMemorySubject
{
    private DateTimeOffset _factorsFrom = DateTimeOffset.MinValue;
    private DateTimeOffset _rememberUntil = DateTimeOffset.MinValue;

    internal List<SessionId> Sessions { get; } = [];

    internal void RefuseFactorsBefore(DateTimeOffset at, DateTimeOffset rememberUntil)
    {
        _factorsFrom = at > _factorsFrom ? at : _factorsFrom;
        _rememberUntil = rememberUntil > _rememberUntil ? rememberUntil : _rememberUntil;
    }

    internal bool Refuses(Session session, DateTimeOffset now) =>
        now < _rememberUntil && session.Factors.Any(factor => factor.At < _factorsFrom);

    internal bool IsForgettable(DateTimeOffset now) => Sessions.Count == 0 && now >= _rememberUntil;
}
