namespace SecurityKit.Identity;

/// <summary>How checking a name and a password ended.</summary>
public abstract record SignInOutcome
{
    private protected SignInOutcome()
    {
    }

    /// <summary>The password is right and the account may sign in. A second factor, where required, is still to come.</summary>
    /// <param name="Account">Who it is.</param>
    /// <param name="DeviceToken">To be kept by the device (a cookie of its own, http-only) and given with the next attempt. Proves no identity.</param>
    /// <param name="IsPasswordExpired">Whether the password is older than the policy allows; the host lets the subject do nothing but change it.</param>
    public sealed record Verified(Account Account, string DeviceToken, bool IsPasswordExpired) : SignInOutcome
    {
        /// <summary>The account only.</summary>
        /// <returns>A text that is safe to log.</returns>
        public override string ToString() => $"Verified {{ Account = {Account}, IsPasswordExpired = {IsPasswordExpired} }}";
    }

    /// <summary>The name is unknown, the password is wrong, or the account is disabled: outwardly the same, in the same time.</summary>
    public sealed record InvalidCredentials : SignInOutcome;

    /// <summary>
    /// Too many failures with this name or address. Unknown ones lock like known ones; where an account is locked by failures with its other identifier, the answer
    /// is <see cref="InvalidCredentials"/>.
    /// </summary>
    /// <param name="RetryAfter">How long the lock lasts.</param>
    public sealed record Locked(TimeSpan RetryAfter) : SignInOutcome;

    /// <summary>The password is right, the address is not confirmed and <see cref="IdentityOptions.RequireConfirmedEmail"/> asks for it. A new mail is on its way.</summary>
    public sealed record EmailNotConfirmed : SignInOutcome;
}
