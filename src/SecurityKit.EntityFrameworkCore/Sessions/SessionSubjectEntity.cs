namespace SecurityKit.EntityFrameworkCore;

/// <summary>One row of <c>sk_session_subjects</c>: what parallel sign-ins of a subject queue on, and from when on factors are accepted.</summary>
internal sealed class SessionSubjectEntity
{
    public required string Subject { get; init; }

    public long Version { get; init; }

    public DateTimeOffset? FactorsFrom { get; init; }

    public DateTimeOffset? RememberUntil { get; init; }
}
