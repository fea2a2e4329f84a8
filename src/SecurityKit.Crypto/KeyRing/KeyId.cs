using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace SecurityKit.Crypto;

/// <summary>A key's random 128-bit id: 16 bytes in an envelope, 32 lower-case hex digits as text. Not secret.</summary>
internal readonly record struct KeyId(UInt128 Value)
{
    internal const int SizeBytes = 16;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    internal static KeyId New()
    {
        Span<byte> bytes = stackalloc byte[SizeBytes];
        RandomNumberGenerator.Fill(bytes);
        return Read(bytes);
    }

    internal static KeyId Read(ReadOnlySpan<byte> source) => new(BinaryPrimitives.ReadUInt128BigEndian(source));

    internal static bool TryParse(string? text, out KeyId id)
    {
        var isHex = text is { Length: 2 * SizeBytes } && !text.AsSpan().ContainsAnyExcept(HexDigits);
        id = isHex ? new KeyId(UInt128.Parse(text!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)) : default;
        return isHex;
    }

    internal void Write(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
