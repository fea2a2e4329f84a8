using System.Numerics;
using System.Runtime.CompilerServices;

namespace SecurityKit.Crypto;

/// <summary>The compression function with 64-bit integers only: the fallback, and what the vectorised kernels are compared with.</summary>
internal readonly unsafe struct Argon2ScalarKernel : IArgon2Kernel
{
    private const int Words = Argon2Parameters.BlockWords;

    public static void Begin(ulong* previous, ulong* reference, ulong* next, ulong* scratch, bool mix)
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

        FinishColumn(0, previous, reference, next, scratch, mix);
    }

    public static void Complete(ulong* previous, ulong* reference, ulong* next, ulong* scratch, bool mix)
    {
        for (var column = 1; column < 8; column++)
        {
            FinishColumn(column, previous, reference, next, scratch, mix);
        }
    }

    private static void FinishColumn(int column, ulong* previous, ulong* reference, ulong* next, ulong* scratch, bool mix)
    {
        Permute(scratch + (2 * column), cellStride: 16);
        for (var i = 2 * column; i < Words; i += 16)
        {
            for (var word = i; word < i + 2; word++)
            {
                var result = scratch[word] ^ previous[word] ^ reference[word];
                next[word] = mix ? next[word] ^ result : result;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Permute(ulong* v, int cellStride)
    {
        // In locals, so that they stay in registers as far as there are any.
        ulong* c1 = v + cellStride, c2 = c1 + cellStride, c3 = c2 + cellStride, c4 = c3 + cellStride;
        ulong* c5 = c4 + cellStride, c6 = c5 + cellStride, c7 = c6 + cellStride;
        ulong v0 = v[0], v1 = v[1], v2 = c1[0], v3 = c1[1], v4 = c2[0], v5 = c2[1], v6 = c3[0], v7 = c3[1];
        ulong v8 = c4[0], v9 = c4[1], v10 = c5[0], v11 = c5[1], v12 = c6[0], v13 = c6[1], v14 = c7[0], v15 = c7[1];

        Mix(ref v0, ref v4, ref v8, ref v12);
        Mix(ref v1, ref v5, ref v9, ref v13);
        Mix(ref v2, ref v6, ref v10, ref v14);
        Mix(ref v3, ref v7, ref v11, ref v15);
        Mix(ref v0, ref v5, ref v10, ref v15);
        Mix(ref v1, ref v6, ref v11, ref v12);
        Mix(ref v2, ref v7, ref v8, ref v13);
        Mix(ref v3, ref v4, ref v9, ref v14);

        (v[0], v[1], c1[0], c1[1], c2[0], c2[1], c3[0], c3[1]) = (v0, v1, v2, v3, v4, v5, v6, v7);
        (c4[0], c4[1], c5[0], c5[1], c6[0], c6[1], c7[0], c7[1]) = (v8, v9, v10, v11, v12, v13, v14, v15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref ulong a, ref ulong b, ref ulong c, ref ulong d)
    {
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
    private static ulong MultiplyAdd(ulong x, ulong y) => x + y + (2 * (ulong)(uint)x * (uint)y);
}
