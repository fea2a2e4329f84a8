using System.Globalization;

namespace SecurityKit.Sessions;

/// <summary>The text in which stores keep a session's factors: <c>method@milliseconds</c>, separated by blanks; Unix time, UTC.</summary>
public static class SessionFactors
{
    /// <summary>Writes factors.</summary>
    /// <param name="factors">The factors; method names without blanks and <c>@</c>.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentException">A method name is empty or holds a blank or <c>@</c>.</exception>
    public static string Format(IReadOnlyList<AuthenticationFactor> factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        if (factors.Any(factor => factor.Method.Length == 0 || factor.Method.AsSpan().ContainsAny(' ', '@')))
        {
            throw new ArgumentException("A method name is empty or holds a blank or '@'.", nameof(factors));
        }

        return string.Join(' ', factors.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Method}@{f.At.ToUnixTimeMilliseconds()}")));
    }

    /// <summary>Reads what <see cref="Format"/> wrote.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The factors.</returns>
    /// <exception cref="FormatException">The text is not of that form.</exception>
    public static IReadOnlyList<AuthenticationFactor> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParseOne)];
    }

    private static AuthenticationFactor ParseOne(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && long.TryParse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
            ? new AuthenticationFactor(text[..at], DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))
            : throw new FormatException("A stored factor is not of the form 'method@milliseconds'.");
    }
}
