namespace SecurityKit.Identity;

/// <summary>Finds parts that are another part again and again; they take the guesses of that part times their number.</summary>
internal static class Repetitions
{
    internal static List<GuessableMatch> Find(string text, IReadOnlyList<GuessableMatch> matches)
    {
        var found = new List<GuessableMatch>();
        for (var period = 1; period <= text.Length / 2; period++)
        {
            var start = 0;
            while (start + (2 * period) <= text.Length)
            {
                var end = start + period;
                while (end < text.Length && text[end] == text[end - period])
                {
                    end++;
                }

                var count = (end - start) / period;
                if (count >= 2)
                {
                    var (guesses, _) = GuessSequence.Cheapest(matches, start, period);
                    found.Add(new GuessableMatch(start, start + (count * period) - 1, GuessableKind.Repetition, guesses + Math.Log10(count)));
                }

                start = Math.Max(end - period + 1, start + 1);
            }
        }

        return found;
    }
}
