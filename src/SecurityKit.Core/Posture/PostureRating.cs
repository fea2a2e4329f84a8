namespace SecurityKit;

/// <summary>Turns a score into a letter: A+ from 97, A 93, A- 90, B+ 87, B 83, B- 80, C+ 77, C 73, C- 70, D below.</summary>
public static class PostureRating
{
    private static readonly (double AtLeast, string Letter)[] Steps =
    [
        (97, "A+"), (93, "A"), (90, "A-"), (87, "B+"), (83, "B"), (80, "B-"), (77, "C+"), (73, "C"), (70, "C-"),
    ];

    /// <summary>The letter for a score.</summary>
    /// <param name="score">0 to 100.</param>
    /// <returns>The letter.</returns>
    public static string LetterFor(double score)
    {
        if (!(score is >= 0 and <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(score), score, "A score is 0 to 100.");
        }

        foreach (var (atLeast, letter) in Steps)
        {
            if (score >= atLeast)
            {
                return letter;
            }
        }

        return "D";
    }
}
