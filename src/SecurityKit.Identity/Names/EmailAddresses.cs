using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace SecurityKit.Identity;

/// <summary>Checks and normalises e-mail addresses: NFC, domain in its ASCII form, compared without case.</summary>
internal static class EmailAddresses
{
    internal const string Input = "email";
    internal const int MaxLength = 254;

    private const int MaxLocalLength = 64;
    private const string ForbiddenInLocal = "\"(),:;<>[\\] ";
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <param name="value">The address as given.</param>
    /// <param name="address">The address as mail is sent to it.</param>
    /// <param name="key">The address as it is compared.</param>
    /// <param name="problem">What is wrong with it.</param>
    internal static bool TryParse(
        string? value, [NotNullWhen(true)] out string? address, [NotNullWhen(true)] out string? key,
        [NotNullWhen(false)] out InputProblem? problem)
    {
        (address, key, problem) = (null, null, null);
        if (string.IsNullOrEmpty(value))
        {
            problem = new InputProblem(Input, "required", "An e-mail address is required.");
            return false;
        }

        if (value.Length > MaxLength)
        {
            problem = new InputProblem(Input, "too_long", "An e-mail address has at most 254 characters.");
            return false;
        }

        if (TrySplit(value, out var local, out var domain))
        {
            address = $"{local}@{domain}";
            key = $"{local.ToLowerInvariant().Normalize(NormalizationForm.FormC)}@{domain}";
            return true;
        }

        problem = new InputProblem(Input, "invalid", "This is not an e-mail address.");
        return false;
    }

    private static bool TrySplit(string value, out string local, out string domain)
    {
        (local, domain) = (string.Empty, string.Empty);
        var at = value.LastIndexOf('@');
        if (at < 1 || at > MaxLocalLength || at == value.Length - 1 || !UnicodeText.IsWellFormed(value))
        {
            return false;
        }

        local = value[..at].Normalize(NormalizationForm.FormC);
        if (!IsLocalPart(local))
        {
            return false;
        }

        try
        {
            domain = Idn.GetAscii(value[(at + 1)..].Normalize(NormalizationForm.FormC)).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return false;
        }

        return !domain.EndsWith('.') && local.Length + 1 + domain.Length <= MaxLength;
    }

    private static bool IsLocalPart(string local)
    {
        if (local.StartsWith('.') || local.EndsWith('.') || local.Contains("..", StringComparison.Ordinal) || local.Contains('@', StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var rune in local.EnumerateRunes())
        {
            var isUnusable = Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) || UnicodeText.IsInvisible(rune)
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
                || (rune.IsAscii && ForbiddenInLocal.Contains((char)rune.Value, StringComparison.Ordinal));
            if (isUnusable)
            {
                return false;
            }
        }

        return true;
    }
}
