namespace SecurityKit.EntityFrameworkCore;

internal sealed class LockoutEntity
{
    public required string Key { get; set; }

    /// <summary>Rises with every write: a writer replaces only what it has read.</summary>
    public long Version { get; set; }

    public int Failures { get; set; }

    public DateTimeOffset WindowStart { get; set; }

    public int DayFailures { get; set; }

    public DateTimeOffset DayStart { get; set; }

    public int Locks { get; set; }

    public DateTimeOffset LockedUntil { get; set; }

    public DateTimeOffset LastFailureAt { get; set; }
}
