namespace SecurityKit.KeyRing.Node;

/// <summary>The system's clock, some days ahead.</summary>
public sealed class OffsetClock(TimeSpan offset) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;
}
