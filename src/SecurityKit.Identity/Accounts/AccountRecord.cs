namespace SecurityKit.Identity;

/// <summary>An account as a store keeps it.</summary>
public sealed record AccountRecord
{
    /// <summary>The opaque id; primary key.</summary>
    public required string Subject { get; init; }

    /// <summary>The name as it is shown.</summary>
    public required string UserName { get; init; }

    /// <summary>The name as it is compared, ordinally; unique.</summary>
    public required string NameKey { get; init; }

    /// <summary>What the name looks like; unique, so that no two accounts look alike.</summary>
    public required string NameSkeleton { get; init; }

    /// <summary>The e-mail address as mail is sent to it.</summary>
    public string? Email { get; init; }

    /// <summary>The address as it is compared, ordinally; unique among confirmed ones.</summary>
    public string? EmailKey { get; init; }

    /// <summary>Whether the holder has shown that the mailbox is theirs.</summary>
    public bool IsEmailConfirmed { get; init; }

    /// <summary>Whether it may sign in.</summary>
    public required AccountStatus Status { get; init; }

    /// <summary>When it was registered, UTC; <see cref="DateTimeOffset.UnixEpoch"/> where the store does not know.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The password's hash; empty when the account has no password, and then none is right.</summary>
    public required string PasswordHash { get; init; }

    /// <summary>Rises by one with every write of the hash: what a writer saw is what it may replace.</summary>
    public required long PasswordVersion { get; init; }

    /// <summary>
    /// When the password was set, UTC; a new hash of the same password does not count. <see cref="DateTimeOffset.UnixEpoch"/> where the store does not know.
    /// </summary>
    public required DateTimeOffset PasswordChangedAt { get; init; }

    /// <summary>Hashes of earlier passwords, the newest first.</summary>
    public IReadOnlyList<string> PasswordHistory { get; init; } = [];

    /// <summary>The last completed password sign-in, UTC.</summary>
    public DateTimeOffset? LastSignInAt { get; init; }

    /// <summary>The account without its secrets.</summary>
    /// <returns>The account.</returns>
    public Account ToAccount() => new()
    {
        Subject = Subject,
        UserName = UserName,
        Email = Email,
        IsEmailConfirmed = IsEmailConfirmed,
        Status = Status,
        CreatedAt = CreatedAt,
        PasswordChangedAt = PasswordChangedAt,
        LastSignInAt = LastSignInAt,
    };

    /// <summary>Subject and status only.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"AccountRecord {{ Subject = {Subject}, Status = {Status} }}";
}
