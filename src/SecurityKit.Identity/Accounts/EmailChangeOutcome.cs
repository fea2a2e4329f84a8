namespace SecurityKit.Identity;

/// <summary>How asking for another e-mail address ended. Whether the address belongs to another account is not told.</summary>
public abstract record EmailChangeOutcome
{
    private protected EmailChangeOutcome()
    {
    }

    /// <summary>A mail with a token goes to the new address. Until the token is used, nothing has changed.</summary>
    public sealed record Requested : EmailChangeOutcome;

    /// <summary>The password is wrong, or the account is gone or disabled.</summary>
    public sealed record InvalidCredentials : EmailChangeOutcome;

    /// <summary>Too many wrong passwords.</summary>
    /// <param name="RetryAfter">How long the lock lasts.</param>
    public sealed record Locked(TimeSpan RetryAfter) : EmailChangeOutcome;

    /// <summary>The account has asked for too many changes.</summary>
    /// <param name="RetryAfter">When the next one is possible.</param>
    public sealed record Throttled(TimeSpan RetryAfter) : EmailChangeOutcome;

    /// <summary>The address is none, or the account's confirmed address already.</summary>
    /// <param name="Problems">Why, at least one.</param>
    public sealed record Refused(IReadOnlyList<InputProblem> Problems) : EmailChangeOutcome;
}
