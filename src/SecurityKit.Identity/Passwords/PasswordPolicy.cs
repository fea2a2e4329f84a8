using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;

namespace SecurityKit.Identity;

/// <summary>Says whether a password may be chosen, and if not, everything that is wrong with it. Works offline. Thread-safe.</summary>
/// <param name="options">The rules.</param>
/// <param name="estimator">Says how strong a password is.</param>
/// <param name="breached">Knows breached passwords; none unless the host added it.</param>
/// <param name="breachOptions">What happens while nobody answers.</param>
public sealed class PasswordPolicy(
    IOptionsMonitor<IdentityOptions> options, PasswordStrengthEstimator estimator, IBreachedPasswords? breached = null,
    IOptionsMonitor<BreachedPasswordOptions>? breachOptions = null)
{
    private const int ShortestContextWord = 4;

    /// <summary>
    /// The form in which a password is hashed and compared (RFC 8265, section 4, OpaqueString): spaces of any kind become one, composed and decomposed
    /// letters the same. For hosts that hash on their own. ASCII stays as it is, and so does text that is not well-formed, which the policy refuses.
    /// </summary>
    /// <param name="password">The password; its length is the caller's to bound.</param>
    /// <returns>The form to hash.</returns>
    public static string Prepare(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        return UnicodeText.IsWellFormed(password) ? PasswordText.Prepare(password) : password;
    }

    /// <summary>As <see cref="Check"/>, and where the host has asked for it also against a service that knows breached passwords.</summary>
    /// <param name="password">The password.</param>
    /// <param name="context">What is known about the person.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What is wrong; empty when it may be chosen.</returns>
    public async ValueTask<IReadOnlyList<InputProblem>> CheckAsync(
        string? password, PasswordContext context, CancellationToken cancellationToken = default)
    {
        var problems = Check(password, context);
        if (problems.Count > 0 || breached is null)
        {
            return problems;
        }

        var lookup = await breached.FindAsync(PasswordText.Prepare(password!), cancellationToken).ConfigureAwait(false);
        return lookup switch
        {
            BreachLookup.Found => [Problem("breached", "This password is known from a breach.")],
            BreachLookup.Unavailable when breachOptions?.CurrentValue.RefuseWhenUnavailable == true =>
                [Problem("cannot_check", "Whether this password is safe cannot be checked at the moment.")],
            _ => [],
        };
    }

    /// <summary>Checks a password against every rule. One that is too long is refused before any other work is done on it.</summary>
    /// <param name="password">The password.</param>
    /// <param name="context">What is known about the person.</param>
    /// <returns>What is wrong; empty when it may be chosen.</returns>
    public IReadOnlyList<InputProblem> Check(string? password, PasswordContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var rules = options.CurrentValue.Password;
        if (string.IsNullOrEmpty(password))
        {
            return [new InputProblem(PasswordText.Input, "required", "A password is required.")];
        }

        if (!PasswordText.IsUsable(password, rules.MaxLength))
        {
            return [Unusable(password, rules)];
        }

        var prepared = PasswordText.Prepare(password);
        var length = UnicodeText.CountCodePoints(prepared);
        if (length > rules.MaxLength)
        {
            return [TooLong(rules)];
        }

        return [.. Problems(prepared, length, rules, context)];
    }

    /// <summary>The fewest characters a password may have, for the hint beside a form.</summary>
    /// <param name="hasSecondFactor">Whether the account takes a second factor too; a new one does not.</param>
    /// <returns>The number of characters (code points).</returns>
    public int GetMinLength(bool hasSecondFactor) => MinLength(options.CurrentValue.Password, hasSecondFactor);

    private static int MinLength(PasswordOptions rules, bool hasSecondFactor) =>
        hasSecondFactor ? rules.MinLength : Math.Max(rules.MinLength, rules.MinLengthAsOnlyFactor);

    private static InputProblem? TooShort(int length, PasswordOptions rules, bool hasSecondFactor)
    {
        var least = MinLength(rules, hasSecondFactor);
        if (length >= least)
        {
            return null;
        }

        return least == rules.MinLength
            ? Problem("too_short", string.Create(CultureInfo.InvariantCulture, $"A password has at least {least} characters."))
            : Problem(
                length < rules.MinLength ? "too_short" : "too_short_as_only_factor",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A password has at least {least} characters where it is the only factor; beside a second factor it has at least {rules.MinLength}."));
    }

    private IEnumerable<InputProblem> Problems(string password, int length, PasswordOptions rules, PasswordContext context)
    {
        if (password.EnumerateRunes().Any(Rune.IsControl))
        {
            yield return Problem("invalid_characters", "A password has no control characters.");
        }

        if (TooShort(length, rules, context.HasSecondFactor) is { } tooShort)
        {
            yield return tooShort;
        }

        if (rules.RefuseCommon && CommonPasswords.IsBuiltFrom(password))
        {
            yield return Problem("common", "This password, or the word it is built from, is one of the most used ones.");
        }

        if (ContainsAny(password, Forbidden(rules, context)))
        {
            yield return Problem("context_word", "A password does not contain the user name, the e-mail address or the service's name.");
        }

        foreach (var problem in Composition(password, rules))
        {
            yield return problem;
        }

        if (rules.MinScore > 0 && estimator.Estimate(password, [.. context.Words(), .. rules.ForbiddenWords]) is var strength && strength.Score < rules.MinScore)
        {
            var reasons = string.Join(' ', strength.Weaknesses.Select(weakness => weakness.Message));
            yield return Problem("too_weak", $"This password is easy to guess. {reasons}".TrimEnd());
        }
    }

    private static IEnumerable<InputProblem> Composition(string password, PasswordOptions rules)
    {
        if (rules.RequireUppercase && !password.EnumerateRunes().Any(Rune.IsUpper))
        {
            yield return Problem("no_uppercase", "A password has an upper-case letter.");
        }

        if (rules.RequireLowercase && !password.EnumerateRunes().Any(Rune.IsLower))
        {
            yield return Problem("no_lowercase", "A password has a lower-case letter.");
        }

        if (rules.RequireDigit && !password.EnumerateRunes().Any(Rune.IsDigit))
        {
            yield return Problem("no_digit", "A password has a digit.");
        }

        if (rules.RequireSymbol && password.EnumerateRunes().All(Rune.IsLetterOrDigit))
        {
            yield return Problem("no_symbol", "A password has a character that is neither letter nor digit.");
        }
    }

    private static IEnumerable<string> Forbidden(PasswordOptions rules, PasswordContext context) =>
        rules.RefuseContextWords ? rules.ForbiddenWords.Concat(context.Words()) : rules.ForbiddenWords;

    private static bool ContainsAny(string password, IEnumerable<string> words)
    {
        var lower = password.ToLowerInvariant();
        var unswapped = PasswordForms.Unswap(lower);
        foreach (var word in words)
        {
            var lowerWord = word.ToLowerInvariant();
            var isFound = lowerWord.Length >= ShortestContextWord
                && (lower.Contains(lowerWord, StringComparison.Ordinal)
                    || unswapped.Contains(PasswordForms.Unswap(lowerWord), StringComparison.Ordinal));
            if (isFound)
            {
                return true;
            }
        }

        return false;
    }

    private static InputProblem Unusable(string password, PasswordOptions rules) =>
        password.Length > rules.MaxLength ? TooLong(rules) : Problem("invalid_characters", "A password is well-formed text.");

    private static InputProblem TooLong(PasswordOptions rules) =>
        Problem("too_long", string.Create(CultureInfo.InvariantCulture, $"A password has at most {rules.MaxLength} characters."));

    private static InputProblem Problem(string code, string message) => new(PasswordText.Input, code, message);
}
