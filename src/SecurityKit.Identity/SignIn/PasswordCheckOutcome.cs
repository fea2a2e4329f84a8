namespace SecurityKit.Identity;

/// <summary>How checking the password of a subject that is signed in already ended.</summary>
public abstract record PasswordCheckOutcome
{
    private protected PasswordCheckOutcome()
    {
    }

    /// <summary>It is right.</summary>
    public sealed record Verified : PasswordCheckOutcome;

    /// <summary>It is wrong, or the account is gone or disabled.</summary>
    public sealed record Invalid : PasswordCheckOutcome;

    /// <summary>Too many failures by this subject's sessions.</summary>
    /// <param name="RetryAfter">How long the lock lasts.</param>
    public sealed record Locked(TimeSpan RetryAfter) : PasswordCheckOutcome;
}
