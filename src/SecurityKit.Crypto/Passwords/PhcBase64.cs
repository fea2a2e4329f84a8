using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace SecurityKit.Crypto;

/// <summary>The 'B64' of the PHC string format: standard base64, no padding, one spelling per value.</summary>
internal static class PhcBase64
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    internal static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    internal static bool TryDecode(ReadOnlySpan<char> text, int minBytes, int maxBytes, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        var length = text.Length * 3 / 4;
        if (text.Length % 4 == 1 || length < minBytes || length > maxBytes || text.ContainsAnyExcept(Alphabet))
        {
            return false;
        }

        var padded = string.Concat(text, "===".AsSpan(0, (4 - (text.Length % 4)) % 4));
        var decoded = Convert.FromBase64String(padded);

        // Unused bits that are not zero would give one value several spellings.
        if (!text.SequenceEqual(Encode(decoded)))
        {
            return false;
        }

        bytes = decoded;
        return true;
    }
}
