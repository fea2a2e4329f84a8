namespace SecurityKit.Identity;

/// <summary>Another address for an account, to be written only over the one the writer has seen.</summary>
public sealed record EmailReplacement
{
    /// <summary>The account.</summary>
    public required string Subject { get; init; }

    /// <summary>The <see cref="AccountRecord.EmailKey"/> that is to be replaced; <see langword="null"/> when there is none.</summary>
    public required string? ExpectedEmailKey { get; init; }

    /// <summary>The new address as mail is sent to it.</summary>
    public required string Email { get; init; }

    /// <summary>The new address as it is compared.</summary>
    public required string EmailKey { get; init; }

    /// <summary>The subject only.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => $"EmailReplacement {{ Subject = {Subject} }}";
}
