namespace SecurityKit.Identity;

/// <summary>How changing a password ended.</summary>
public abstract record PasswordChangeOutcome
{
    private protected PasswordChangeOutcome()
    {
    }

    /// <summary>The new password is in force.</summary>
    /// <param name="DeviceToken">As <see cref="SignInOutcome.Verified.DeviceToken"/>: in place of the device's own, which the change made void.</param>
    public sealed record Changed(string DeviceToken) : PasswordChangeOutcome
    {
        /// <summary>Nothing of the token.</summary>
        /// <returns>A text that is safe to log.</returns>
        public override string ToString() => nameof(Changed);
    }

    /// <summary>The current password is wrong, or the account is gone or disabled, or another change came first.</summary>
    public sealed record InvalidCredentials : PasswordChangeOutcome;

    /// <summary>Too many failures.</summary>
    /// <param name="RetryAfter">How long the lock lasts.</param>
    public sealed record Locked(TimeSpan RetryAfter) : PasswordChangeOutcome;

    /// <summary>The new password breaks rules.</summary>
    /// <param name="Problems">All of them, at least one.</param>
    public sealed record Refused(IReadOnlyList<InputProblem> Problems) : PasswordChangeOutcome;
}
