using System.Globalization;

namespace SecurityKit.Crypto;

/// <summary>The decimal numbers of stored hashes: digits only, no leading zero, one spelling per value.</summary>
internal static class PhcNumber
{
    internal static bool TryParse(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        return text is { Length: >= 1 and <= 10 }
            && (text[0] != '0' || text.Length == 1)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Parses <c>name=123</c>.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, ReadOnlySpan<char> name, out int value)
    {
        value = 0;
        return text.StartsWith(name, StringComparison.Ordinal)
            && text.Length > name.Length && text[name.Length] == '='
            && TryParse(text[(name.Length + 1)..], out value);
    }
}
