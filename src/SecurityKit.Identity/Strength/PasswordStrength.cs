namespace SecurityKit.Identity;

/// <summary>How hard a password is to guess.</summary>
/// <param name="Score">0 to 100: below 20 trivial, below 40 weak, below 60 fair, below 80 good, else strong.</param>
/// <param name="GuessesLog10">The decimal logarithm of the number of guesses a well-informed attacker needs.</param>
/// <param name="Weaknesses">What makes it easier to guess; empty when nothing stands out.</param>
public sealed record PasswordStrength(int Score, double GuessesLog10, IReadOnlyList<PasswordWeakness> Weaknesses)
{
    private const int PointsPerBand = 20;
    private const int HighestBand = 4;

    /// <summary>The score in the five bands that zxcvbn has: 0 (trivial) to 4 (strong).</summary>
    public int Band => Math.Min(Score / PointsPerBand, HighestBand);
}
