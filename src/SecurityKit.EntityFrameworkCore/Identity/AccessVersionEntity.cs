namespace SecurityKit.EntityFrameworkCore;

/// <summary>The one row that every change of roles raises, and by raising it waits for the change before.</summary>
internal sealed class AccessVersionEntity
{
    internal const int OnlyId = 1;

    public int Id { get; set; }

    public long Version { get; set; }
}
