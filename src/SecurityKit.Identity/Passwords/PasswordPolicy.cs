using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;

namespace SecurityKit.Identity;

/// <summary>Says whether a password may be chosen, and if not, everything that is wrong with it. Works offline. Thread-safe.</summary>
/// <param name="options">The rules.</param>
public sealed class PasswordPolicy(IOptionsMonitor<IdentityOptions> options)
{
    private const int ShortestContextWord = 4;

    /// <summary>As <see cref="Check"/>, and where the host has asked for it also against a service that knows breached passwords.</summary>
    /// <param name="password">The password.</param>
    /// <param name="context">What is known about the person.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What is wrong; empty when it may be chosen.</returns>
    public ValueTask<IReadOnlyList<InputProblem>> CheckAsync(
        string? password, PasswordContext context, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Check(password, context));
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

    private static IEnumerable<InputProblem> Problems(string password, int length, PasswordOptions rules, PasswordContext context)
    {
        if (password.EnumerateRunes().Any(Rune.IsControl))
        {
            yield return Problem("invalid_characters", "A password has no control characters.");
        }

        if (length < rules.MinLength)
        {
            yield return Problem(
                "too_short", string.Create(CultureInfo.InvariantCulture, $"A password has at least {rules.MinLength} characters."));
        }

        if (rules.RefuseCommon && CommonPasswords.IsBuiltFrom(password))
        {
            yield return Problem("common", "This password, or the word it is built from, is one of the most used ones.");
        }

        if (ContainsAny(password, Forbidden(rules, context)))
        {
            yield return Problem("context_word", "A password does not contain the user name, the e-mail address or the service's name.");
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
