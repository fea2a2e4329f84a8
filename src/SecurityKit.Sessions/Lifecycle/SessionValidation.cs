using System.Diagnostics.CodeAnalysis;

namespace SecurityKit.Sessions;

/// <summary>The answer to <see cref="SessionManager.ValidateAsync"/>. The default value is a refusal.</summary>
/// <param name="Status">What was found.</param>
/// <param name="Session">The session; null unless valid or in need of a step-up.</param>
public readonly record struct SessionValidation(SessionValidationStatus Status, Session? Session)
{
    /// <summary>Whether the session is live.</summary>
    [MemberNotNullWhen(true, nameof(Session))]
    public bool IsValid => Status == SessionValidationStatus.Valid && Session is not null;
}
