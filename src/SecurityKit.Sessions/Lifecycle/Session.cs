namespace SecurityKit.Sessions;

/// <summary>One signed-in presence of a subject on one device. An immutable snapshot; holds no secret.</summary>
public sealed record Session
{
    /// <summary>The session's name (<c>sid</c>).</summary>
    public required SessionId Id { get; init; }

    /// <summary>Whose session it is.</summary>
    public required string Subject { get; init; }

    /// <summary>When the subject signed in, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, UTC, to the accuracy of <see cref="SessionOptions.TouchInterval"/>.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When it ends however much it is used, UTC. A refresh token may renew it until <see cref="RenewableUntil"/>.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How long it lives unused.</summary>
    public required TimeSpan IdleTimeout { get; init; }

    /// <summary>Until when a refresh token renews it, UTC; null when it has no refresh token.</summary>
    public DateTimeOffset? RenewableUntil { get; init; }

    /// <summary>What was proven and when: the latest proof of each method.</summary>
    public required IReadOnlyList<AuthenticationFactor> Factors { get; init; }

    /// <summary>The assurance level these factors reached.</summary>
    public required AssuranceLevel Level { get; init; }

    /// <summary>The device it was started on.</summary>
    public required SessionDevice Device { get; init; }

    /// <summary>The network it was started from, such as <c>203.0.113.0/24</c>; null when it was not known.</summary>
    public string? Network { get; init; }

    /// <summary>The SHA-256 thumbprint (RFC 7638) of the key its tokens are bound to (DPoP, RFC 9449); null for bearer tokens.</summary>
    public string? KeyThumbprint { get; init; }

    /// <summary>Whether it is good for nothing until a step-up adds a factor, because its sign-in was suspicious.</summary>
    public bool RequiresStepUp { get; init; }

    /// <summary>
    /// Whether it is good for nothing but setting up a further factor, because the policy demands one: what was proven so far counts for no level.
    /// </summary>
    public bool IsForEnrollment => RequiresStepUp && Level == AssuranceLevel.None;

    /// <summary>Until when its tokens are good unless it is used again, UTC.</summary>
    public DateTimeOffset LiveUntil => Earlier(LastSeenAt + IdleTimeout, ExpiresAt);

    /// <summary>From when on nothing of it is left to use or to renew, UTC. A store may then forget it.</summary>
    public DateTimeOffset EndsAt => RenewableUntil is { } renewable && renewable > LiveUntil ? renewable : LiveUntil;

    /// <summary>The methods for the <c>amr</c> claim (RFC 8176): each factor's, and <c>mfa</c> from level two on.</summary>
    public IReadOnlyList<string> Methods =>
        Level >= AssuranceLevel.Two
            ? [.. Factors.Select(factor => factor.Method), AuthenticationMethods.MultiFactor]
            : [.. Factors.Select(factor => factor.Method)];

    /// <summary>When the latest factor was proven (<c>auth_time</c>), UTC.</summary>
    public DateTimeOffset AuthenticatedAt => Factors.Max(factor => factor.At);

    /// <summary>Whether its tokens are good at a moment.</summary>
    /// <param name="now">The moment.</param>
    /// <returns>Whether neither timeout has passed.</returns>
    public bool IsLiveAt(DateTimeOffset now) => now < LiveUntil;

    /// <summary>Whether it must still be kept at a moment, live or to be renewed.</summary>
    /// <param name="now">The moment.</param>
    /// <returns>Whether <see cref="EndsAt"/> is later.</returns>
    public bool IsKeptAt(DateTimeOffset now) => now < EndsAt;

    /// <summary>The session with further proofs: the latest of each method is kept, the level never falls, and a step-up is no longer required.</summary>
    /// <param name="factors">What was proven.</param>
    /// <param name="level">The level all factors together reach.</param>
    /// <returns>The changed copy.</returns>
    public Session WithFactors(IReadOnlyList<AuthenticationFactor> factors, AssuranceLevel level)
    {
        ArgumentNullException.ThrowIfNull(factors);
        AuthenticationFactor[] merged =
            [.. Factors.Concat(factors).GroupBy(f => f.Method, StringComparer.Ordinal).Select(group => group.MaxBy(f => f.At)!)];
        return this with { Factors = merged, Level = level > Level ? level : Level, RequiresStepUp = false };
    }

    /// <summary>The session as a refresh token renews it: seen now, and with a new lifetime once the old one is over.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="lifetime">The absolute lifetime of a session.</param>
    /// <returns>The changed copy, never living past <see cref="RenewableUntil"/>.</returns>
    public Session Renewed(DateTimeOffset now, TimeSpan lifetime)
    {
        var end = ExpiresAt > now ? ExpiresAt : now + lifetime;
        return this with { LastSeenAt = now, ExpiresAt = Earlier(end, RenewableUntil ?? end) };
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
