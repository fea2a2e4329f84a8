using System.Numerics;
using System.Runtime.CompilerServices;

namespace SecurityKit.Crypto;

/// <summary>The compression function with 64-bit integers only: the fallback, and what the vectorised kernels are compared with.</summary>
internal readonly unsafe struct Argon2ScalarKernel : IArgon2Kernel
{
    private const int Words = Argon2Parameters.BlockWords;

    public static void Compress(ulong* previous, ulong* reference, ulong* next, ulong* scratch, bool mix)
    {
        for (var i = 0; i < Words; i++)
        {
            scratch[i] = previous[i] ^ reference[i];
        }

        // The block is an 8x8 matrix of 16-byte cells: P over each row, then over each column.
        for (var row = 0; row < 8; row++)
        {
            Permute(scratch + (16 * row), cellStride: 2);
        }

        for (var column = 0; column < 8; column++)
        {
            Permute(scratch + (2 * column), cellStride: 16);
        }

        for (var i = 0; i < Words; i++)
        {
            var result = scratch[i] ^ previous[i] ^ reference[i];
            next[i] = mix ? next[i] ^ result : result;
        }
    }

    private static void Permute(ulong* v, int cellStride)
    {
        for (var i = 0; i < 4; i++)
        {
            Mix(v, cellStride, i, 4 + i, 8 + i, 12 + i);
        }

        for (var i = 0; i < 4; i++)
        {
            Mix(v, cellStride, i, 4 + ((i + 1) & 3), 8 + ((i + 2) & 3), 12 + ((i + 3) & 3));
        }
    }

    private static void Mix(ulong* v, int cellStride, int ia, int ib, int ic, int id)
    {
        ref var a = ref v[Offset(ia, cellStride)];
        ref var b = ref v[Offset(ib, cellStride)];
        ref var c = ref v[Offset(ic, cellStride)];
        ref var d = ref v[Offset(id, cellStride)];
        a = MultiplyAdd(a, b);
        d = BitOperations.RotateRight(d ^ a, 32);
        c = MultiplyAdd(c, d);
        b = BitOperations.RotateRight(b ^ c, 24);
        a = MultiplyAdd(a, b);
        d = BitOperations.RotateRight(d ^ a, 16);
        c = MultiplyAdd(c, d);
        b = BitOperations.RotateRight(b ^ c, 63);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Offset(int word, int cellStride) => ((word >> 1) * cellStride) + (word & 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MultiplyAdd(ulong x, ulong y) => x + y + (2 * (ulong)(uint)x * (uint)y);
}
