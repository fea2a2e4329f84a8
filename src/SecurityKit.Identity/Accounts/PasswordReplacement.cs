namespace SecurityKit.Identity;

/// <summary>A new password hash for an account, to be written only over the one the writer has seen.</summary>
public sealed record PasswordReplacement
{
    /// <summary>The account.</summary>
    public required string Subject { get; init; }

    /// <summary>The <see cref="AccountRecord.PasswordVersion"/> that is to be replaced.</summary>
    public required long ExpectedVersion { get; init; }

    /// <summary>The new hash.</summary>
    public required string Hash { get; init; }

    /// <summary>When the password was set, UTC.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The history from now on, the newest first.</summary>
    public required IReadOnlyList<string> History { get; init; }

    /// <summary>The subject only.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"PasswordReplacement {{ Subject = {Subject} }}";
}
