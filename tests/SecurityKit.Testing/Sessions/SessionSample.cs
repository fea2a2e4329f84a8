using System.Security.Cryptography;
using SecurityKit.Sessions;

namespace SecurityKit.Testing;

/// <summary>Sessions, hashes and attempts to put into a store.</summary>
public static class SessionSample
{
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    public static readonly TimeSpan Renewable = TimeSpan.FromDays(7);
    public static readonly TimeSpan Leeway = TimeSpan.FromSeconds(10);

    public static Session Session(string subject, DateTimeOffset createdAt, bool isRenewable = false) => new()
    {
        Id = SessionId.New(subject),
        Subject = subject,
        CreatedAt = createdAt,
        LastSeenAt = createdAt,
        ExpiresAt = createdAt + Lifetime,
        IdleTimeout = Idle,
        RenewableUntil = isRenewable ? createdAt + Renewable : null,
        Factors = [new AuthenticationFactor(AuthenticationMethods.Password, createdAt)],
        Level = AssuranceLevel.One,
        Device = new SessionDevice("Firefox on Windows", "fingerprint"),
        Network = "203.0.113.0/24",
    };

    public static SessionDraft Draft(Session session) =>
        new(session, Hash(), session.RenewableUntil is null ? null : new RefreshSeed(Hash(), Hash()));

    public static byte[] Hash() => RandomNumberGenerator.GetBytes(32);

    public static RefreshAttempt Attempt(SessionDraft draft, byte[] presented, TimeSpan? leeway = null) => new(
        draft.Refresh!.FamilyHash, presented, Hash(), Hash(), draft.Session.KeyThumbprint, leeway ?? Leeway, Lifetime);
}
