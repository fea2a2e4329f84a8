namespace SecurityKit.EntityFrameworkCore;

/// <summary>A subject's wrapped keys and tombstones: one document, replaced as a whole and never removed.</summary>
internal sealed class SubjectKeysRow
{
    public required string Handle { get; init; }

    public long Revision { get; set; }

    public required byte[] Content { get; set; }
}
