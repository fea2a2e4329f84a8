namespace SecurityKit;

/// <summary>
/// The event types that one package raises and another acts upon. Each package documents its further types itself.
/// </summary>
public static class SecurityEventTypes
{
    /// <summary>A subject changed or reset its password. Sessions other than the one in <see cref="KeptSessionData"/> end.</summary>
    public const string PasswordChanged = "identity.password.changed";

    /// <summary>An account was disabled. Its sessions end.</summary>
    public const string AccountDisabled = "identity.account.disabled";

    /// <summary>An account was deleted. Its sessions and authenticators end.</summary>
    public const string AccountDeleted = "identity.account.deleted";

    /// <summary>The key in <see cref="SecurityEvent.Data"/> for the one session that survives, where there is one.</summary>
    public const string KeptSessionData = "keptSession";
}
