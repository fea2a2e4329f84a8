namespace SecurityKit.EntityFrameworkCore;

/// <summary>What the statement that takes a lease returns.</summary>
internal sealed class LeaseState
{
    public required long FencingToken { get; init; }

    public required long ExpiresAt { get; init; }
}
