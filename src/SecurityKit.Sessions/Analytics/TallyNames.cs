namespace SecurityKit.Sessions;

/// <summary>The names in <see cref="SessionTally.Counts"/>. A fixed set, whatever reasons a host uses.</summary>
internal static class TallyNames
{
    internal const string Created = "created";
    internal const string Refused = "refused";
    internal const string Ended = "ended.";
    internal const string OtherReason = "other";
    internal const string DurationSeconds = "duration.seconds";
    internal const string DurationUpTo = "duration.le.";

    private static readonly string[] KnownReasons =
    [
        SessionEndReasons.SignedOut, SessionEndReasons.RevokedBySubject, SessionEndReasons.RevokedByAdministrator, SessionEndReasons.Evicted,
        SessionEndReasons.PasswordChanged, SessionEndReasons.AccountDisabled, SessionEndReasons.AccountDeleted,
        SessionEndReasons.RefreshReused, SessionEndReasons.Suspicious, SessionEndReasons.EnrollmentOverdue, SessionEndReasons.SecondFactorMissing,
    ];

    /// <summary>Upper bounds of the classes of durations; the last class has none.</summary>
    internal static TimeSpan[] DurationBounds { get; } =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(8),
        TimeSpan.FromDays(1), TimeSpan.MaxValue,
    ];

    /// <summary>The reason itself, or <see cref="OtherReason"/> for a host's own word: words of hosts are endless.</summary>
    internal static string ReasonOf(string reason) => KnownReasons.Contains(reason) ? reason : OtherReason;

    internal static string DurationClassOf(TimeSpan duration) => NameOf(DurationBounds.First(bound => duration <= bound));

    internal static string NameOf(TimeSpan bound) => DurationUpTo + (bound == TimeSpan.MaxValue
        ? "inf"
        : ((long)bound.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture));
}
