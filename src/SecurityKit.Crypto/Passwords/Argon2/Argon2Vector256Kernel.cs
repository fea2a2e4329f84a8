using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SecurityKit.Crypto;

/// <summary>The compression function on 256-bit vectors, two applications of P at a time to keep the execution units busy.</summary>
internal readonly unsafe struct Argon2Vector256Kernel : IArgon2Kernel
{
    internal static bool IsSupported => Avx2.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Begin(ulong* previous, ulong* reference, ulong* next, ulong* scratch, bool mix)
    {
        for (var word = 0; word < Argon2Parameters.BlockWords; word += 32)
        {
            PermuteTwoRows(previous + word, reference + word, scratch + word);
        }

        PermuteTwoColumns(previous, reference, next, scratch, mix);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Complete(ulong* previous, ulong* reference, ulong* next, ulong* scratch, bool mix)
    {
        for (var word = 4; word < 16; word += 4)
        {
            PermuteTwoColumns(previous + word, reference + word, next + word, scratch + word, mix);
        }
    }

    // A register holds four neighbouring words of one row: v0-v3, v4-v7, v8-v11, v12-v15.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PermuteTwoRows(ulong* previous, ulong* reference, ulong* scratch)
    {
        var a0 = Avx.LoadVector256(previous) ^ Avx.LoadVector256(reference);
        var b0 = Avx.LoadVector256(previous + 4) ^ Avx.LoadVector256(reference + 4);
        var c0 = Avx.LoadVector256(previous + 8) ^ Avx.LoadVector256(reference + 8);
        var d0 = Avx.LoadVector256(previous + 12) ^ Avx.LoadVector256(reference + 12);
        var a1 = Avx.LoadVector256(previous + 16) ^ Avx.LoadVector256(reference + 16);
        var b1 = Avx.LoadVector256(previous + 20) ^ Avx.LoadVector256(reference + 20);
        var c1 = Avx.LoadVector256(previous + 24) ^ Avx.LoadVector256(reference + 24);
        var d1 = Avx.LoadVector256(previous + 28) ^ Avx.LoadVector256(reference + 28);

        Mix(ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1);
        b0 = Avx2.Permute4x64(b0, 0b00_11_10_01);
        b1 = Avx2.Permute4x64(b1, 0b00_11_10_01);
        c0 = Avx2.Permute4x64(c0, 0b01_00_11_10);
        c1 = Avx2.Permute4x64(c1, 0b01_00_11_10);
        d0 = Avx2.Permute4x64(d0, 0b10_01_00_11);
        d1 = Avx2.Permute4x64(d1, 0b10_01_00_11);
        Mix(ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1);
        b0 = Avx2.Permute4x64(b0, 0b10_01_00_11);
        b1 = Avx2.Permute4x64(b1, 0b10_01_00_11);
        c0 = Avx2.Permute4x64(c0, 0b01_00_11_10);
        c1 = Avx2.Permute4x64(c1, 0b01_00_11_10);
        d0 = Avx2.Permute4x64(d0, 0b00_11_10_01);
        d1 = Avx2.Permute4x64(d1, 0b00_11_10_01);

        a0.Store(scratch);
        b0.Store(scratch + 4);
        c0.Store(scratch + 8);
        d0.Store(scratch + 12);
        a1.Store(scratch + 16);
        b1.Store(scratch + 20);
        c1.Store(scratch + 24);
        d1.Store(scratch + 28);
    }

    // A register holds the same row of two neighbouring columns, one in each 128-bit half, so that turning the diagonals stays within a half.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PermuteTwoColumns(ulong* previous, ulong* reference, ulong* next, ulong* scratch, bool mix)
    {
        var a0 = Avx.LoadVector256(scratch);
        var a1 = Avx.LoadVector256(scratch + 16);
        var b0 = Avx.LoadVector256(scratch + 32);
        var b1 = Avx.LoadVector256(scratch + 48);
        var c0 = Avx.LoadVector256(scratch + 64);
        var c1 = Avx.LoadVector256(scratch + 80);
        var d0 = Avx.LoadVector256(scratch + 96);
        var d1 = Avx.LoadVector256(scratch + 112);

        Mix(ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1);
        (b0, b1) = (HighThenLow(b0, b1), HighThenLow(b1, b0));
        (c0, c1) = (c1, c0);
        (d0, d1) = (HighThenLow(d1, d0), HighThenLow(d0, d1));
        Mix(ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1);
        (b0, b1) = (HighThenLow(b1, b0), HighThenLow(b0, b1));
        (c0, c1) = (c1, c0);
        (d0, d1) = (HighThenLow(d0, d1), HighThenLow(d1, d0));

        Finish(a0, 0, previous, reference, next, mix);
        Finish(a1, 16, previous, reference, next, mix);
        Finish(b0, 32, previous, reference, next, mix);
        Finish(b1, 48, previous, reference, next, mix);
        Finish(c0, 64, previous, reference, next, mix);
        Finish(c1, 80, previous, reference, next, mix);
        Finish(d0, 96, previous, reference, next, mix);
        Finish(d1, 112, previous, reference, next, mix);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(Vector256<ulong> value, int word, ulong* previous, ulong* reference, ulong* next, bool mix)
    {
        value ^= Avx.LoadVector256(previous + word) ^ Avx.LoadVector256(reference + word);
        if (mix)
        {
            value ^= Avx.LoadVector256(next + word);
        }

        value.Store(next + word);
    }

    // Within each half: the high word of the first, then the low word of the second.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> HighThenLow(Vector256<ulong> first, Vector256<ulong> second) => Avx2.AlignRight(second, first, 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(
        ref Vector256<ulong> a0, ref Vector256<ulong> b0, ref Vector256<ulong> c0, ref Vector256<ulong> d0,
        ref Vector256<ulong> a1, ref Vector256<ulong> b1, ref Vector256<ulong> c1, ref Vector256<ulong> d1)
    {
        a0 = MultiplyAdd(a0, b0);
        a1 = MultiplyAdd(a1, b1);
        d0 = RotateRight32(d0 ^ a0);
        d1 = RotateRight32(d1 ^ a1);
        c0 = MultiplyAdd(c0, d0);
        c1 = MultiplyAdd(c1, d1);
        b0 = RotateRight24(b0 ^ c0);
        b1 = RotateRight24(b1 ^ c1);
        a0 = MultiplyAdd(a0, b0);
        a1 = MultiplyAdd(a1, b1);
        d0 = RotateRight16(d0 ^ a0);
        d1 = RotateRight16(d1 ^ a1);
        c0 = MultiplyAdd(c0, d0);
        c1 = MultiplyAdd(c1, d1);
        b0 = RotateRight63(b0 ^ c0);
        b1 = RotateRight63(b1 ^ c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> MultiplyAdd(Vector256<ulong> x, Vector256<ulong> y)
    {
        var product = Avx2.Multiply(x.AsUInt32(), y.AsUInt32());
        return x + y + (product + product);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> RotateRight32(Vector256<ulong> x) => Avx2.Shuffle(x.AsUInt32(), 0b10_11_00_01).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> RotateRight24(Vector256<ulong> x) => Avx2.Shuffle(
        x.AsByte(),
        Vector256.Create(
            (byte)3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9, 10,
            3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9, 10)).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> RotateRight16(Vector256<ulong> x) => Avx2.Shuffle(
        x.AsByte(),
        Vector256.Create(
            (byte)2, 3, 4, 5, 6, 7, 0, 1, 10, 11, 12, 13, 14, 15, 8, 9,
            2, 3, 4, 5, 6, 7, 0, 1, 10, 11, 12, 13, 14, 15, 8, 9)).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> RotateRight63(Vector256<ulong> x) => (x + x) ^ (x >>> 63);
}
