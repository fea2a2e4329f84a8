namespace SecurityKit.EntityFrameworkCore;

/// <summary>One counter: the times of the permits that are taken.</summary>
internal sealed class CounterRow
{
    public required string Key { get; init; }

    /// <summary>See <see cref="CounterTimes"/>.</summary>
    public required byte[] Taken { get; set; }

    /// <summary>When the row says nothing any more and may be deleted; microseconds since 1970.</summary>
    public long OverAt { get; set; }
}
