namespace SecurityKit.Identity;

/// <summary>An account as hosts see it: no password, no hash.</summary>
public sealed record Account
{
    /// <summary>The opaque, random, never reused id.</summary>
    public required string Subject { get; init; }

    /// <summary>The user name as it is shown. Names are compared without case and without regard to look-alike letters.</summary>
    public required string UserName { get; init; }

    /// <summary>The e-mail address; <see langword="null"/> when none was given.</summary>
    public string? Email { get; init; }

    /// <summary>Whether the holder has shown that the mailbox is theirs.</summary>
    public bool IsEmailConfirmed { get; init; }

    /// <summary>Whether it may sign in.</summary>
    public required AccountStatus Status { get; init; }

    /// <summary>When it was registered, UTC; <see cref="DateTimeOffset.UnixEpoch"/> when a store that the host brought does not know.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the password was set, UTC; <see cref="DateTimeOffset.UnixEpoch"/> as above.</summary>
    public required DateTimeOffset PasswordChangedAt { get; init; }

    /// <summary>The last completed password sign-in, UTC.</summary>
    public DateTimeOffset? LastSignInAt { get; init; }

    /// <summary>Subject and status only: names and addresses are personal data.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"Account {{ Subject = {Subject}, Status = {Status} }}";
}
