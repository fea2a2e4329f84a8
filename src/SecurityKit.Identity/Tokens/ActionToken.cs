namespace SecurityKit.Identity;

/// <summary>A single-use token as a store keeps it: its hash, never the token.</summary>
public sealed record ActionToken
{
    /// <summary>SHA-256 of the token in lower-case hex; primary key.</summary>
    public required string Hash { get; init; }

    /// <summary>What it may be used for.</summary>
    public required ActionPurpose Purpose { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Subject { get; init; }

    /// <summary>The address it was sent to, as it is compared: holding the token proves this mailbox and no other.</summary>
    public required string EmailKey { get; init; }

    /// <summary>The same address as mail is sent to it, where the token makes it the account's; <see langword="null"/> otherwise.</summary>
    public string? Email { get; init; }

    /// <summary>The <see cref="AccountRecord.PasswordVersion"/> at the time: a later change of the password makes a reset void.</summary>
    public required long PasswordVersion { get; init; }

    /// <summary>When it ends, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Purpose and subject only.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"ActionToken {{ Purpose = {Purpose}, Subject = {Subject} }}";
}
