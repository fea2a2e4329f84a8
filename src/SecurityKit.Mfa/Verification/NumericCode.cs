namespace SecurityKit.Mfa;

/// <summary>Codes of digits as people type them.</summary>
internal static class NumericCode
{
    private const int MaxInputCharacters = 32;

    /// <summary>The digits without spaces and hyphens; null when there is anything else, or too few or too many.</summary>
    internal static string? Normalize(string? input, int minDigits, int maxDigits)
    {
        if (input is null || input.Length > MaxInputCharacters)
        {
            return null;
        }

        Span<char> digits = stackalloc char[MaxInputCharacters];
        var count = 0;
        foreach (var character in input)
        {
            if (character is ' ' or '-' or '\u00A0')
            {
                continue;
            }

            if (!char.IsAsciiDigit(character))
            {
                return null;
            }

            digits[count++] = character;
        }

        return count >= minDigits && count <= maxDigits ? new string(digits[..count]) : null;
    }
}
