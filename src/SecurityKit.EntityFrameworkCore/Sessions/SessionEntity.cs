using System.Globalization;
using SecurityKit.Sessions;

namespace SecurityKit.EntityFrameworkCore;

/// <summary>One row of <c>sk_sessions</c>: a session, the hashes that open it, and its refresh token family.</summary>
internal sealed class SessionEntity
{
    public required string Id { get; init; }

    public required string Subject { get; init; }

    public required byte[] TokenHash { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    public required TimeSpan IdleTimeout { get; init; }

    public DateTimeOffset? RenewableUntil { get; init; }

    /// <summary><see cref="Session.EndsAt"/>, for look-ups.</summary>
    public required DateTimeOffset EndsAt { get; set; }

    public required string Factors { get; set; }

    public required AssuranceLevel Level { get; set; }

    public required string DeviceName { get; init; }

    public string? DeviceFingerprint { get; init; }

    public string? Network { get; init; }

    public string? KeyThumbprint { get; init; }

    public bool RequiresStepUp { get; set; }

    public byte[]? RefreshFamilyHash { get; init; }

    public byte[]? RefreshCurrentHash { get; set; }

    public byte[]? RefreshPreviousHash { get; set; }

    public byte[]? RefreshSealedSuccessor { get; set; }

    public DateTimeOffset? RefreshRotatedAt { get; set; }

    /// <summary>Rises with each change: a change is made to the version that was read, or not at all.</summary>
    public long Version { get; set; }

    internal static SessionEntity From(SessionDraft draft) => new()
    {
        Id = draft.Session.Id.ToString(),
        Subject = draft.Session.Subject,
        TokenHash = draft.TokenHash,
        CreatedAt = draft.Session.CreatedAt,
        LastSeenAt = draft.Session.LastSeenAt,
        ExpiresAt = draft.Session.ExpiresAt,
        IdleTimeout = draft.Session.IdleTimeout,
        RenewableUntil = draft.Session.RenewableUntil,
        EndsAt = draft.Session.EndsAt,
        Factors = SessionFactors.Format(draft.Session.Factors),
        Level = draft.Session.Level,
        DeviceName = draft.Session.Device.Name,
        DeviceFingerprint = draft.Session.Device.Fingerprint,
        Network = draft.Session.Network,
        KeyThumbprint = draft.Session.KeyThumbprint,
        RequiresStepUp = draft.Session.RequiresStepUp,
        RefreshFamilyHash = draft.Refresh?.FamilyHash,
        RefreshCurrentHash = draft.Refresh?.TokenHash,
    };

    internal Session ToSession() => new()
    {
        Id = SessionId.Parse(Id, CultureInfo.InvariantCulture),
        Subject = Subject,
        CreatedAt = CreatedAt,
        LastSeenAt = LastSeenAt,
        ExpiresAt = ExpiresAt,
        IdleTimeout = IdleTimeout,
        RenewableUntil = RenewableUntil,
        Factors = SessionFactors.Parse(Factors),
        Level = Level,
        Device = new SessionDevice(DeviceName, DeviceFingerprint),
        Network = Network,
        KeyThumbprint = KeyThumbprint,
        RequiresStepUp = RequiresStepUp,
    };

    /// <summary>Takes over what may change in a session's life.</summary>
    internal void Take(Session session)
    {
        LastSeenAt = session.LastSeenAt;
        ExpiresAt = session.ExpiresAt;
        EndsAt = session.EndsAt;
        Factors = SessionFactors.Format(session.Factors);
        Level = session.Level;
        RequiresStepUp = session.RequiresStepUp;
    }
}
