using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace SecurityKit.Crypto;

/// <summary>Fills one segment (a slice of a lane) of Argon2's memory: RFC 9106, section 3.4.</summary>
internal static unsafe class Argon2Segment
{
    private const int Words = Argon2Parameters.BlockWords;
    private const int CacheLineBytes = 64;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
        var previous = laneStart + ((long)(segmentStart + first == 0 ? parameters.LaneLength : segmentStart + first) * Words) - Words;
        if (isIndependent)
        {
            NextAddresses<TKernel>(addressInput, addresses, scratch);
        }

        var reference = Reference(parameters, blocks, position, first, isIndependent ? addresses[first] : previous[0]);
        for (var index = first; index < parameters.SegmentLength; index++)
        {
            var next = laneStart + ((long)(segmentStart + index) * Words);
            TKernel.Begin(previous, reference, next, scratch, mix);
            var following = index + 1;
            ulong* followingReference = null;
            if (following < parameters.SegmentLength && !(isIndependent && following % Words == 0))
            {
                followingReference = Reference(parameters, blocks, position, following, isIndependent ? addresses[following % Words] : next[0]);
                Prefetch(followingReference);
            }

            TKernel.Complete(previous, reference, next, scratch, mix);
            if (followingReference is null && following < parameters.SegmentLength)
            {
                NextAddresses<TKernel>(addressInput, addresses, scratch);
                followingReference = Reference(parameters, blocks, position, following, addresses[0]);
            }

            previous = next;
            reference = followingReference;
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
        TKernel.Begin(zero, addressInput, once, scratch, mix: false);
        TKernel.Complete(zero, addressInput, once, scratch, mix: false);
        TKernel.Begin(zero, once, addresses, scratch, mix: false);
        TKernel.Complete(zero, once, addresses, scratch, mix: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(ulong* block)
    {
        if (Sse.IsSupported)
        {
            for (var line = 0; line < Argon2Parameters.BlockBytes; line += CacheLineBytes)
            {
                Sse.Prefetch0((byte*)block + line);
            }
        }
    }

    /// <summary>The block that 64 pseudo-random bits choose.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong* Reference(Argon2Parameters parameters, ulong* blocks, Argon2Position position, int index, ulong choice)
    {
        var lane = position is { Pass: 0, Slice: 0 } ? position.Lane : (int)((uint)(choice >> 32) % (uint)parameters.Parallelism);
        var column = ReferenceColumn(parameters, position, index, (uint)choice, isSameLane: lane == position.Lane);
        return blocks + ((((long)lane * parameters.LaneLength) + column) * Words);
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
