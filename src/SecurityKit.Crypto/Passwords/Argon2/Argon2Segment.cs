using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SecurityKit.Crypto;

/// <summary>Fills one segment (a slice of a lane) of Argon2's memory: RFC 9106, section 3.4.</summary>
internal static unsafe class Argon2Segment
{
    private const int Words = Argon2Parameters.BlockWords;

    internal static void Fill<TKernel>(Argon2Parameters parameters, ulong* blocks, Argon2Position position)
        where TKernel : struct, IArgon2Kernel
    {
        // Scratch, the address input block and the address block; on the stack of whichever thread fills this lane.
        var space = stackalloc byte[(4 * Argon2Parameters.BlockBytes) + 64];
        var scratch = (ulong*)(((nuint)space + 63) & ~(nuint)63);
        var addressInput = scratch + Words;
        var addresses = addressInput + Words;

        var isIndependent = parameters.Variant == Argon2Variant.Argon2i
            || (parameters.Variant == Argon2Variant.Argon2id && position is { Pass: 0, Slice: < Argon2Parameters.SlicesPerPass / 2 });
        if (isIndependent)
        {
            NativeMemory.Clear(addressInput, Argon2Parameters.BlockBytes);
            addressInput[0] = (uint)position.Pass;
            addressInput[1] = (uint)position.Lane;
            addressInput[2] = (uint)position.Slice;
            addressInput[3] = (uint)parameters.BlockCount;
            addressInput[4] = (uint)parameters.Iterations;
            addressInput[5] = (uint)parameters.Variant;
        }

        var mix = position.Pass > 0 && parameters.Version == Argon2Parameters.Version13;
        var laneStart = blocks + ((long)position.Lane * parameters.LaneLength * Words);
        var segmentStart = position.Slice * parameters.SegmentLength;
        var first = position is { Pass: 0, Slice: 0 } ? 2 : 0;
        for (var index = first; index < parameters.SegmentLength; index++)
        {
            var column = segmentStart + index;
            var previous = laneStart + ((long)(column == 0 ? parameters.LaneLength - 1 : column - 1) * Words);
            ulong choice;
            if (isIndependent)
            {
                if (index % Words == 0 || index == first)
                {
                    NextAddresses<TKernel>(addressInput, addresses, scratch);
                }

                choice = addresses[index % Words];
            }
            else
            {
                choice = previous[0];
            }

            var lane = position is { Pass: 0, Slice: 0 } ? position.Lane : (int)((uint)(choice >> 32) % (uint)parameters.Parallelism);
            var referenceColumn = ReferenceColumn(parameters, position, index, (uint)choice, isSameLane: lane == position.Lane);
            var reference = blocks + ((((long)lane * parameters.LaneLength) + referenceColumn) * Words);
            TKernel.Compress(previous, reference, laneStart + ((long)column * Words), scratch, mix);
        }

        NativeMemory.Clear(scratch, 3 * Argon2Parameters.BlockBytes);
    }

    private static void NextAddresses<TKernel>(ulong* addressInput, ulong* addresses, ulong* scratch)
        where TKernel : struct, IArgon2Kernel
    {
        addressInput[6]++;
        var zero = stackalloc ulong[Words];
        var once = stackalloc ulong[Words];
        NativeMemory.Clear(zero, Argon2Parameters.BlockBytes);
        TKernel.Compress(zero, addressInput, once, scratch, mix: false);
        TKernel.Compress(zero, once, addresses, scratch, mix: false);
    }

    /// <summary>Maps 32 pseudo-random bits onto the blocks that may be referred to, the later ones more often.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReferenceColumn(Argon2Parameters parameters, Argon2Position position, int index, uint random, bool isSameLane)
    {
        var finished = position.Pass == 0
            ? position.Slice * parameters.SegmentLength
            : parameters.LaneLength - parameters.SegmentLength;

        // In its own lane a segment may use what it has made, but for the block just before; in other lanes only what is finished.
        var candidates = (uint)(isSameLane ? finished + index - 1 : index == 0 ? finished - 1 : finished);
        var squared = ((ulong)random * random) >> 32;
        var relative = candidates - 1 - (uint)((candidates * squared) >> 32);

        var start = position.Pass == 0 || position.Slice == Argon2Parameters.SlicesPerPass - 1
            ? 0
            : (uint)((position.Slice + 1) * parameters.SegmentLength);
        var column = start + relative;
        return (int)(column >= (uint)parameters.LaneLength ? column - (uint)parameters.LaneLength : column);
    }
}
