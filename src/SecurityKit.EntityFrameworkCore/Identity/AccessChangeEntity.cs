namespace SecurityKit.EntityFrameworkCore;

/// <summary>What one version changed; kept for a while, so that other nodes read only that.</summary>
internal sealed class AccessChangeEntity
{
    public long Version { get; set; }

    public int Kind { get; set; }

    public required string Key { get; set; }

    public DateTimeOffset At { get; set; }
}
