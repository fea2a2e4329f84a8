namespace SecurityKit.EntityFrameworkCore;

/// <summary>The present or last holder of a lease. Rows stay, so that fencing tokens only ever rise.</summary>
internal sealed class LeaseRow
{
    public required string Name { get; init; }

    public required string Owner { get; set; }

    public long FencingToken { get; set; }

    /// <summary>Microseconds since 1970.</summary>
    public long ExpiresAt { get; set; }
}
