using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SecurityKit.Crypto;

/// <summary>
/// The compression function on 512-bit vectors, four applications of P at a time. Written with portable vectors, so that its result can be
/// checked on any machine; used where the processor has AVX-512.
/// </summary>
internal readonly unsafe struct Argon2Vector512Kernel : IArgon2Kernel
{
    internal static bool IsSupported => Avx512F.IsSupported && Avx512BW.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Begin(ulong* previous, ulong* reference, ulong* next, ulong* scratch, bool mix)
    {
        for (var word = 0; word < Argon2Parameters.BlockWords; word += 64)
        {
            PermuteFourRows(previous + word, reference + word, scratch + word);
        }

        PermuteFourColumns(previous, reference, next, scratch, mix);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Complete(ulong* previous, ulong* reference, ulong* next, ulong* scratch, bool mix) =>
        PermuteFourColumns(previous + 8, reference + 8, next + 8, scratch + 8, mix);

    // A register holds four neighbouring words of one row and, in its upper half, the same words of the next row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PermuteFourRows(ulong* previous, ulong* reference, ulong* scratch)
    {
        var a0 = LoadRows(previous, reference, 0);
        var b0 = LoadRows(previous, reference, 4);
        var c0 = LoadRows(previous, reference, 8);
        var d0 = LoadRows(previous, reference, 12);
        var a1 = LoadRows(previous, reference, 32);
        var b1 = LoadRows(previous, reference, 36);
        var c1 = LoadRows(previous, reference, 40);
        var d1 = LoadRows(previous, reference, 44);

        Mix(ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1);
        (b0, c0, d0) = (TurnOne(b0), TurnTwo(c0), TurnThree(d0));
        (b1, c1, d1) = (TurnOne(b1), TurnTwo(c1), TurnThree(d1));
        Mix(ref a0, ref b0, ref c0, ref d0, ref a1, ref b1, ref c1, ref d1);
        (b0, c0, d0) = (TurnThree(b0), TurnTwo(c0), TurnOne(d0));
        (b1, c1, d1) = (TurnThree(b1), TurnTwo(c1), TurnOne(d1));

        StoreRows(a0, scratch);
        StoreRows(b0, scratch + 4);
        StoreRows(c0, scratch + 8);
        StoreRows(d0, scratch + 12);
        StoreRows(a1, scratch + 32);
        StoreRows(b1, scratch + 36);
        StoreRows(c1, scratch + 40);
        StoreRows(d1, scratch + 44);
    }

    // A register holds the same row of four neighbouring columns, one in each 128-bit part.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PermuteFourColumns(ulong* previous, ulong* reference, ulong* next, ulong* scratch, bool mix)
    {
        var a0 = Vector512.Load(scratch);
        var a1 = Vector512.Load(scratch + 16);
        var b0 = Vector512.Load(scratch + 32);
        var b1 = Vector512.Load(scratch + 48);
        var c0 = Vector512.Load(scratch + 64);
        var c1 = Vector512.Load(scratch + 80);
        var d0 = Vector512.Load(scratch + 96);
        var d1 = Vector512.Load(scratch + 112);

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
    private static Vector512<ulong> LoadRows(ulong* previous, ulong* reference, int word) => Vector512.Create(
        Vector256.Load(previous + word) ^ Vector256.Load(reference + word),
        Vector256.Load(previous + word + 16) ^ Vector256.Load(reference + word + 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRows(Vector512<ulong> value, ulong* scratch)
    {
        value.GetLower().Store(scratch);
        value.GetUpper().Store(scratch + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(Vector512<ulong> value, int word, ulong* previous, ulong* reference, ulong* next, bool mix)
    {
        value ^= Vector512.Load(previous + word) ^ Vector512.Load(reference + word);
        if (mix)
        {
            value ^= Vector512.Load(next + word);
        }

        value.Store(next + word);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> TurnOne(Vector512<ulong> x) => Vector512.Shuffle(x, Vector512.Create(1ul, 2, 3, 0, 5, 6, 7, 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> TurnTwo(Vector512<ulong> x) => Vector512.Shuffle(x, Vector512.Create(2ul, 3, 0, 1, 6, 7, 4, 5));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> TurnThree(Vector512<ulong> x) => Vector512.Shuffle(x, Vector512.Create(3ul, 0, 1, 2, 7, 4, 5, 6));

    // Within each 128-bit part: the high word of the first, then the low word of the second.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> HighThenLow(Vector512<ulong> first, Vector512<ulong> second)
    {
        var swap = Vector512.Create(1ul, 0, 3, 2, 5, 4, 7, 6);
        var low = Vector512.Create(ulong.MaxValue, 0, ulong.MaxValue, 0, ulong.MaxValue, 0, ulong.MaxValue, 0);
        return Vector512.ConditionalSelect(low, Vector512.Shuffle(first, swap), Vector512.Shuffle(second, swap));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(
        ref Vector512<ulong> a0, ref Vector512<ulong> b0, ref Vector512<ulong> c0, ref Vector512<ulong> d0,
        ref Vector512<ulong> a1, ref Vector512<ulong> b1, ref Vector512<ulong> c1, ref Vector512<ulong> d1)
    {
        a0 = MultiplyAdd(a0, b0);
        a1 = MultiplyAdd(a1, b1);
        d0 = RotateRight(d0 ^ a0, 32);
        d1 = RotateRight(d1 ^ a1, 32);
        c0 = MultiplyAdd(c0, d0);
        c1 = MultiplyAdd(c1, d1);
        b0 = RotateRight(b0 ^ c0, 24);
        b1 = RotateRight(b1 ^ c1, 24);
        a0 = MultiplyAdd(a0, b0);
        a1 = MultiplyAdd(a1, b1);
        d0 = RotateRight(d0 ^ a0, 16);
        d1 = RotateRight(d1 ^ a1, 16);
        c0 = MultiplyAdd(c0, d0);
        c1 = MultiplyAdd(c1, d1);
        b0 = RotateRight(b0 ^ c0, 63);
        b1 = RotateRight(b1 ^ c1, 63);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> MultiplyAdd(Vector512<ulong> x, Vector512<ulong> y)
    {
        var product = Avx512F.IsSupported
            ? Avx512F.Multiply(x.AsUInt32(), y.AsUInt32())
            : (x & Vector512.Create((ulong)uint.MaxValue)) * (y & Vector512.Create((ulong)uint.MaxValue));
        return x + y + (product + product);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> RotateRight(Vector512<ulong> x, int bits) => (x >>> bits) | (x << (64 - bits));
}
