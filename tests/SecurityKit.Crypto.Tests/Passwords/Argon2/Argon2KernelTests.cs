using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SecurityKit.Crypto.Tests.Passwords;

/// <summary>The vectorised compression functions against the scalar one.</summary>
public sealed unsafe class Argon2KernelTests
{
    private const int Words = Argon2Parameters.BlockWords;
    private const int Blocks = 1000;

    [Test]
    public void Vectors_of_256_bits_give_what_integers_give([Values] bool mix)
    {
        if (!Argon2Vector256Kernel.IsSupported)
        {
            Assert.Ignore("This processor has no AVX2.");
        }

        AssertSame<Argon2Vector256Kernel>(mix);
    }

    [Test]
    public void Vectors_of_512_bits_give_what_integers_give([Values] bool mix) => AssertSame<Argon2Vector512Kernel>(mix);

    private static void AssertSame<TKernel>(bool mix)
        where TKernel : struct, IArgon2Kernel
    {
        var memory = (ulong*)NativeMemory.AlignedAlloc(5 * Argon2Parameters.BlockBytes, 64);
        try
        {
            ulong* previous = memory, reference = memory + Words, expected = memory + (2 * Words), actual = memory + (3 * Words), scratch = memory + (4 * Words);
            for (var i = 0; i < Blocks; i++)
            {
                Fill(previous, i);
                Fill(reference, i + 1);
                RandomNumberGenerator.Fill(new Span<byte>(expected, Argon2Parameters.BlockBytes));
                NativeMemory.Copy(expected, actual, Argon2Parameters.BlockBytes);

                Argon2ScalarKernel.Begin(previous, reference, expected, scratch, mix);
                Argon2ScalarKernel.Complete(previous, reference, expected, scratch, mix);
                TKernel.Begin(previous, reference, actual, scratch, mix);
                Assert.That(actual[0], Is.EqualTo(expected[0]), $"the first word of block {i} after the first step");
                TKernel.Complete(previous, reference, actual, scratch, mix);

                Assert.That(new Span<ulong>(actual, Words).SequenceEqual(new Span<ulong>(expected, Words)), $"block {i}");
            }
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    // Random words, and now and then the extremes, where carries and sign bits would show.
    private static void Fill(ulong* block, int number)
    {
        var span = new Span<ulong>(block, Words);
        switch (number % 10)
        {
            case 0:
                span.Fill(ulong.MaxValue);
                break;
            case 5:
                span.Clear();
                break;
            case 7:
                span.Fill(0x8000_0000_8000_0000);
                break;
            default:
                RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(span));
                break;
        }
    }
}
