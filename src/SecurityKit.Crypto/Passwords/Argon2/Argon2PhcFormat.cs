using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SecurityKit.Crypto;

/// <summary>
/// <c>$argon2id$v=19$m=19456,t=2,p=1$salt$tag</c>: the PHC string format as the reference implementation writes it.
/// A string without <c>v=</c> is of version 0x10. The optional <c>keyid</c> and <c>data</c> parameters are not read.
/// </summary>
internal static class Argon2PhcFormat
{
    internal const int MinSaltBytes = 8;
    internal const int MaxSaltBytes = 64;
    internal const int MinTagBytes = 16;
    internal const int MaxTagBytes = 128;
    private const int MaxCharacters = 400;

    internal static string Write(Argon2Parameters parameters, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> tag) => string.Create(
        CultureInfo.InvariantCulture,
        $"${NameOf(parameters.Variant)}$v={parameters.Version}$m={parameters.MemoryKiB},t={parameters.Iterations},p={parameters.Parallelism}${PhcBase64.Encode(salt)}${PhcBase64.Encode(tag)}");

    internal static bool TryRead(
        ReadOnlySpan<char> text, out Argon2Parameters parameters, [NotNullWhen(true)] out byte[]? salt, [NotNullWhen(true)] out byte[]? tag)
    {
        parameters = default;
        salt = tag = null;
        if (text.Length > MaxCharacters)
        {
            return false;
        }

        Span<Range> parts = stackalloc Range[7];
        var count = text.Split(parts, '$');
        if (count is not (5 or 6) || !text[parts[0]].IsEmpty || VariantOf(text[parts[1]]) is not { } variant)
        {
            return false;
        }

        var version = Argon2Parameters.Version10;
        if (count == 6 && !PhcNumber.TryParse(text[parts[2]], "v", out version))
        {
            return false;
        }

        Span<Range> costs = stackalloc Range[4];
        var cost = text[parts[count - 3]];
        if (cost.Split(costs, ',') != 3
            || !PhcNumber.TryParse(cost[costs[0]], "m", out var memory)
            || !PhcNumber.TryParse(cost[costs[1]], "t", out var iterations)
            || !PhcNumber.TryParse(cost[costs[2]], "p", out var parallelism))
        {
            return false;
        }

        parameters = new Argon2Parameters(variant, version, memory, iterations, parallelism);
        return parameters.IsWellFormed
            && PhcBase64.TryDecode(text[parts[count - 2]], MinSaltBytes, MaxSaltBytes, out salt)
            && PhcBase64.TryDecode(text[parts[count - 1]], MinTagBytes, MaxTagBytes, out tag);
    }

    private static string NameOf(Argon2Variant variant) => variant switch
    {
        Argon2Variant.Argon2d => "argon2d",
        Argon2Variant.Argon2i => "argon2i",
        _ => "argon2id",
    };

    private static Argon2Variant? VariantOf(ReadOnlySpan<char> name) => name switch
    {
        "argon2d" => Argon2Variant.Argon2d,
        "argon2i" => Argon2Variant.Argon2i,
        "argon2id" => Argon2Variant.Argon2id,
        _ => null,
    };
}
