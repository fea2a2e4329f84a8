using System.Globalization;

namespace SecurityKit.Mfa;

/// <summary>Addresses and numbers: their canonical form, how they are shown, and the range a number belongs to.</summary>
internal static class Destinations
{
    private const int MaxInputCharacters = 320;
    private const int MaxAddressCharacters = 254;
    private const int MaxLocalCharacters = 64;
    private const int MinNumberDigits = 8;
    private const int MaxNumberDigits = 15;
    private const int RangeDigits = 4;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>The canonical form; null when it is none.</summary>
    internal static string? Normalize(MfaMethod method, string? destination) =>
        destination is null || destination.Length > MaxInputCharacters ? null
        : method == MfaMethod.Sms ? NormalizeNumber(destination)
        : NormalizeAddress(destination.Trim());

    /// <summary>Enough to recognise one's own, too little to call or write to.</summary>
    internal static string Mask(MfaMethod method, string destination)
    {
        if (method == MfaMethod.Sms)
        {
            return $"{destination[..3]} ••• {destination[^2..]}";
        }

        var at = destination.LastIndexOf('@');
        var first = StringInfo.GetNextTextElement(destination);
        return $"{first}•••{destination[at..]}";
    }

    /// <summary>A number without its last four digits: numbers sold in one block share it.</summary>
    internal static string RangeOf(string number) => number[..^RangeDigits];

    /// <summary>E.164: a plus sign and 8 to 15 digits that do not begin with 0.</summary>
    private static string? NormalizeNumber(string input)
    {
        Span<char> digits = stackalloc char[MaxNumberDigits + 1];
        var count = 0;
        foreach (var character in input.AsSpan().Trim())
        {
            if (count > 0 && character is ' ' or '-' or '.' or '(' or ')' or '/')
            {
                continue;
            }

            var isExpected = count == 0 ? character == '+' : char.IsAsciiDigit(character);
            if (!isExpected || count == digits.Length)
            {
                return null;
            }

            digits[count++] = character;
        }

        return count > MinNumberDigits && digits[1] != '0' ? new string(digits[..count]) : null;
    }

    /// <summary>local@domain, the domain in lower case and in its ASCII form. What needs quotes in the local part is not accepted.</summary>
    private static string? NormalizeAddress(string input)
    {
        var at = input.LastIndexOf('@');
        if (at is < 1 or > MaxLocalCharacters || at == input.Length - 1)
        {
            return null;
        }

        var local = input[..at];
        if (local.StartsWith('.') || local.EndsWith('.') || local.Contains("..", StringComparison.Ordinal) || local.Any(IsUnsafeInLocalPart))
        {
            return null;
        }

        try
        {
            var domain = Idn.GetAscii(input[(at + 1)..]).ToLowerInvariant();
            var address = $"{local}@{domain}";
            var isDomain = domain.Contains('.', StringComparison.Ordinal) && !domain.EndsWith('.');
            return isDomain && address.Length <= MaxAddressCharacters ? address : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsUnsafeInLocalPart(char character) =>
        char.IsControl(character) || char.IsWhiteSpace(character) || char.IsSurrogate(character)
        || character is '"' or '(' or ')' or '<' or '>' or '[' or ']' or ',' or ';' or ':' or '\\' or '@';
}
