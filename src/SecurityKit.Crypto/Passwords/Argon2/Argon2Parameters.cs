namespace SecurityKit.Crypto;

/// <summary>What one Argon2 computation costs and how its memory is laid out (RFC 9106, sections 3.1 and 3.2).</summary>
internal readonly record struct Argon2Parameters(Argon2Variant Variant, int Version, int MemoryKiB, int Iterations, int Parallelism)
{
    internal const int BlockBytes = 1024;
    internal const int BlockWords = BlockBytes / sizeof(ulong);
    internal const int SlicesPerPass = 4;
    internal const int Version10 = 0x10;
    internal const int Version13 = 0x13;
    internal const int MinBlocksPerLane = 2 * SlicesPerPass;

    /// <summary>Blocks in one slice of one lane.</summary>
    internal int SegmentLength => MemoryKiB / (SlicesPerPass * Parallelism);

    internal int LaneLength => SegmentLength * SlicesPerPass;

    /// <summary>m' of the RFC: the memory cost rounded down to whole segments.</summary>
    internal int BlockCount => LaneLength * Parallelism;

    internal long MemoryBytes => (long)BlockCount * BlockBytes;

    internal bool IsWellFormed =>
        Parallelism >= 1 && Iterations >= 1
        && MemoryKiB >= (long)MinBlocksPerLane * Parallelism
        && Version is Version10 or Version13
        && Variant is Argon2Variant.Argon2d or Argon2Variant.Argon2i or Argon2Variant.Argon2id;
}
