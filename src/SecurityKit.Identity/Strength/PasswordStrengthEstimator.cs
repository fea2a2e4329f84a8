namespace SecurityKit.Identity;

/// <summary>
/// Estimates how hard a password is to guess. The work is bounded whatever the input: only the first <see cref="MaxEvaluated"/> characters
/// count, so a longer password is at least as strong as said. Thread-safe, offline.
/// </summary>
public sealed class PasswordStrengthEstimator
{
    /// <summary>How many characters (UTF-16 units) of a password are looked at.</summary>
    public const int MaxEvaluated = 48;

    private const int MaxPersonalWords = 16;
    private const int MaxPersonalWordLength = 64;
    private const int MaxScore = 100;

    // Guesses (log 10) where zxcvbn's bands 0 to 4 begin, and where the scale ends.
    private static readonly (double Log10, double Score)[] Scale = [(0, 0), (3, 20), (6, 40), (8, 60), (10, 80), (16, MaxScore)];

    private readonly GuessableMatches _matches = new();

    /// <summary>Estimates one password.</summary>
    /// <param name="password">The password; any text.</param>
    /// <param name="personalWords">Words an attacker would try first for this person; the first 16 count.</param>
    /// <returns>Score and reasons.</returns>
    public PasswordStrength Estimate(string password, IEnumerable<string>? personalWords = null)
    {
        ArgumentNullException.ThrowIfNull(password);
        var evaluated = Bound(password);
        if (evaluated.Length == 0)
        {
            return new PasswordStrength(0, 0, [Weaknesses.Of(GuessableKind.Characters)]);
        }

        string[] words = [.. (personalWords ?? [])
            .Where(word => word.Length is > 0 and <= MaxPersonalWordLength)
            .Select(word => word.ToLowerInvariant())
            .Distinct(StringComparer.Ordinal)
            .Take(MaxPersonalWords)];
        var matches = _matches.Find(evaluated, words);
        var (guesses, parts) = GuessSequence.Cheapest(matches, 0, evaluated.Length);
        var score = ScoreOf(guesses);
        return new PasswordStrength(score, guesses, Weaknesses.Of(parts, score));
    }

    private static string Bound(string password)
    {
        if (password.Length <= MaxEvaluated)
        {
            return password;
        }

        return password[..(char.IsHighSurrogate(password[MaxEvaluated - 1]) ? MaxEvaluated - 1 : MaxEvaluated)];
    }

    private static int ScoreOf(double log10Guesses)
    {
        for (var i = 1; i < Scale.Length; i++)
        {
            if (log10Guesses < Scale[i].Log10)
            {
                var (from, to) = (Scale[i - 1], Scale[i]);
                return (int)(from.Score + ((to.Score - from.Score) * (log10Guesses - from.Log10) / (to.Log10 - from.Log10)));
            }
        }

        return MaxScore;
    }
}
