namespace SecurityKit.Identity;

/// <summary>How resetting a password ended.</summary>
public abstract record PasswordResetOutcome
{
    private protected PasswordResetOutcome()
    {
    }

    /// <summary>The new password is in force. Nobody is signed in by it: the subject signs in next, second factor included.</summary>
    /// <param name="Subject">Whose password it was.</param>
    /// <param name="DeviceToken">As <see cref="SignInOutcome.Verified.DeviceToken"/>: a lock that somebody else caused does not hold this device.</param>
    public sealed record Reset(string Subject, string DeviceToken) : PasswordResetOutcome
    {
        /// <summary>The subject only.</summary>
        /// <returns>A text that is safe to log.</returns>
        public override string ToString() => $"Reset {{ Subject = {Subject} }}";
    }

    /// <summary>The token is unknown, used, expired, or made void by a later change of the password.</summary>
    public sealed record InvalidToken : PasswordResetOutcome;

    /// <summary>The new password breaks rules; the token can be used again.</summary>
    /// <param name="Problems">All of them, at least one.</param>
    public sealed record Refused(IReadOnlyList<InputProblem> Problems) : PasswordResetOutcome;
}
