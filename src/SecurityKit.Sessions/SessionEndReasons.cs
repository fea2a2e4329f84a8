namespace SecurityKit.Sessions;

/// <summary>Why sessions are ended, as reasons of <see cref="SessionEventTypes.Revoked"/>. A host may use its own snake_case words beside these.</summary>
public static class SessionEndReasons
{
    /// <summary>The subject signed out.</summary>
    public const string SignedOut = "signed_out";

    /// <summary>The subject ended it from another session.</summary>
    public const string RevokedBySubject = "revoked_by_subject";

    /// <summary>An administrator ended it.</summary>
    public const string RevokedByAdministrator = "revoked_by_administrator";

    /// <summary>It made room for a newer one.</summary>
    public const string Evicted = "evicted";

    /// <summary>The password was changed or reset.</summary>
    public const string PasswordChanged = "password_changed";

    /// <summary>The account was disabled.</summary>
    public const string AccountDisabled = "account_disabled";

    /// <summary>The account was deleted.</summary>
    public const string AccountDeleted = "account_deleted";

    /// <summary>A used-up refresh token of it was presented.</summary>
    public const string RefreshReused = "refresh_reused";

    /// <summary>What was done in it was too suspicious.</summary>
    public const string Suspicious = "suspicious";

    /// <summary>A role demands a further factor that is missing, and the time to set one up is over.</summary>
    public const string EnrollmentOverdue = "enrollment_overdue";

    /// <summary>It has not proven the further factor that its subject has: one was set up since, or a role demands it now.</summary>
    public const string SecondFactorMissing = "second_factor_missing";
}
