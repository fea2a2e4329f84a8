using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace SecurityKit.Identity;

/// <summary>
/// Prepares user names in the order of RFC 8265, section 3.3 (width mapping, case mapping, NFC) over the letters, marks, digits and
/// four signs that an identifier needs, and refuses names that are made to look like others.
/// </summary>
internal static class UserNames
{
    internal const string Input = "userName";

    private const string Signs = "._-+";
    private const int MaxCharsPerCodePoint = 2;

    internal static bool TryParse(
        string? value, int maxLength, [NotNullWhen(true)] out NameParts? name, [NotNullWhen(false)] out InputProblem? problem)
    {
        name = null;
        problem = Refuse(value, maxLength);
        if (problem is not null)
        {
            return false;
        }

        // Fullwidth and halfwidth forms can only shrink or keep the number of code points.
        var display = MapWidth(value!).Normalize(NormalizationForm.FormC);
        var key = display.ToLowerInvariant().Normalize(NormalizationForm.FormC);
        problem = RefuseRunes(display, maxLength) ?? RefuseRunes(key, maxLength) ?? RefuseMixture(key);
        if (problem is not null)
        {
            return false;
        }

        name = new NameParts(display, key, Confusables.Skeleton(display));
        return true;
    }

    private static InputProblem? Refuse(string? value, int maxLength)
    {
        if (string.IsNullOrEmpty(value))
        {
            return new InputProblem(Input, "required", "A user name is required.");
        }

        if (value.Length > maxLength * MaxCharsPerCodePoint)
        {
            return TooLong(maxLength);
        }

        return UnicodeText.IsWellFormed(value) ? null : InvalidCharacters();
    }

    private static InputProblem? RefuseRunes(string value, int maxLength)
    {
        var count = 0;
        foreach (var rune in value.EnumerateRunes())
        {
            count++;
            if (rune.Value == '@')
            {
                return new InputProblem(Input, "invalid_characters", "A user name has no '@'; give an e-mail address as e-mail.");
            }

            if (!IsAllowed(rune) || (count == 1 && !Rune.IsLetterOrDigit(rune)))
            {
                return InvalidCharacters();
            }
        }

        return count > maxLength ? TooLong(maxLength) : null;
    }

    private static InputProblem? RefuseMixture(string key) =>
        Scripts.AreMixed(key) || HasMixedDigits(key)
            ? new InputProblem(Input, "mixed_scripts", "A user name keeps to the letters and digits of one writing system.")
            : null;

    private static bool IsAllowed(Rune rune)
    {
        if (rune.IsAscii)
        {
            return Rune.IsLetterOrDigit(rune) || Signs.Contains((char)rune.Value, StringComparison.Ordinal);
        }

        var isIdentifierClass = Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.DecimalDigitNumber;
        return isIdentifierClass && !UnicodeText.IsInvisible(rune) && !HasCompatibilityForm(rune);
    }

    private static bool HasCompatibilityForm(Rune rune)
    {
        var text = rune.ToString();
        return !string.Equals(
            text.Normalize(NormalizationForm.FormKC), text.Normalize(NormalizationForm.FormC), StringComparison.Ordinal);
    }

    private static bool HasMixedDigits(string key)
    {
        int? zero = null;
        foreach (var rune in key.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.DecimalDigitNumber)
            {
                continue;
            }

            var zeroOfRune = rune.Value - (int)Rune.GetNumericValue(rune);
            if (zero is not null && zero != zeroOfRune)
            {
                return true;
            }

            zero = zeroOfRune;
        }

        return false;
    }

    private static string MapWidth(string value)
    {
        if (!value.AsSpan().ContainsAnyInRange('\uFF00', '\uFFEF'))
        {
            return value;
        }

        var mapped = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            mapped.Append(c is >= '\uFF00' and <= '\uFFEF' ? c.ToString().Normalize(NormalizationForm.FormKC) : c.ToString());
        }

        return mapped.ToString();
    }

    private static InputProblem TooLong(int maxLength) =>
        new(Input, "too_long", string.Create(CultureInfo.InvariantCulture, $"A user name has at most {maxLength} characters."));

    private static InputProblem InvalidCharacters() =>
        new(Input, "invalid_characters", "A user name begins with a letter or digit and has letters, digits and the signs . _ - + only.");
}
