using System.Buffers.Binary;

namespace SecurityKit.Crypto.Tests.Encryption;

/// <summary>The field of GHASH, NIST SP 800-38D section 6.3: the first bit of a block is the coefficient of 1.</summary>
internal static class GhashField
{
    private static readonly UInt128 One = UInt128.One << 127;
    private static readonly UInt128 Reduction = (UInt128)0xE1 << 120;

    internal static UInt128 Read(ReadOnlySpan<byte> block)
    {
        Span<byte> padded = stackalloc byte[16];
        padded.Clear();
        block.CopyTo(padded);
        return BinaryPrimitives.ReadUInt128BigEndian(padded);
    }

    internal static UInt128 Multiply(UInt128 x, UInt128 y)
    {
        var product = UInt128.Zero;
        for (var bit = 127; bit >= 0; bit--)
        {
            if (((x >> bit) & 1) != 0)
            {
                product ^= y;
            }

            y = (y & 1) != 0 ? (y >> 1) ^ Reduction : y >> 1;
        }

        return product;
    }

    internal static UInt128 Power(UInt128 x, int exponent) =>
        Enumerable.Range(0, exponent).Aggregate(One, (power, _) => Multiply(power, x));

    /// <summary>x to the power of 2^128 - 2.</summary>
    internal static UInt128 Invert(UInt128 x)
    {
        var inverse = One;
        for (var i = 1; i < 128; i++)
        {
            x = Multiply(x, x);
            inverse = Multiply(inverse, x);
        }

        return inverse;
    }
}
