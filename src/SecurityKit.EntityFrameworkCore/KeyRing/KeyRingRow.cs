namespace SecurityKit.EntityFrameworkCore;

/// <summary>A key ring: one document of wrapped keys, replaced as a whole.</summary>
internal sealed class KeyRingRow
{
    public required string Ring { get; init; }

    public long Revision { get; set; }

    public required byte[] Content { get; set; }
}
