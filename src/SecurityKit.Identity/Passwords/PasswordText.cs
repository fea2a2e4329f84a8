using System.Globalization;
using System.Text;

namespace SecurityKit.Identity;

/// <summary>Passwords as text: bounded, then prepared as RFC 8265, section 4 (OpaqueString) says.</summary>
internal static class PasswordText
{
    internal const string Input = "password";

    private const int MaxCharsPerCodePoint = 2;

    /// <summary>Whether a candidate is worth any work at all. What was never accepted cannot be right.</summary>
    internal static bool IsUsable(string? candidate, int maxLength) =>
        !string.IsNullOrEmpty(candidate) && candidate.Length <= maxLength * MaxCharsPerCodePoint && UnicodeText.IsWellFormed(candidate);

    /// <summary>Spaces become one kind of space, and composed and decomposed letters the same. The input must be usable.</summary>
    internal static string Prepare(string candidate)
    {
        if (System.Text.Ascii.IsValid(candidate))
        {
            return candidate;
        }

        var mapped = new StringBuilder(candidate.Length);
        foreach (var c in candidate)
        {
            mapped.Append(char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator ? ' ' : c);
        }

        return mapped.ToString().Normalize(NormalizationForm.FormC);
    }
}
