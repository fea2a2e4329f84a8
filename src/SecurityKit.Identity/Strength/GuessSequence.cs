namespace SecurityKit.Identity;

/// <summary>
/// The cheapest way to guess a text out of its guessable parts: the search and the cost of zxcvbn 4 (Wheeler, USENIX Security 2016,
/// section 3.3): the factorial of the number of parts, times the product of their guesses, plus 10,000 for each part after the first.
/// Logarithms throughout.
/// </summary>
internal static class GuessSequence
{
    private const double Log10PerExtraPart = 4;
    private const double MinLog10OfOneCharacter = 1;
    private const double MinLog10OfAPart = 1.69897;

    internal static (double Log10Guesses, IReadOnlyList<GuessableMatch> Parts) Cheapest(
        IReadOnlyList<GuessableMatch> matches, int start, int length)
    {
        var search = new Search(start, length);
        foreach (var match in matches.OrderBy(m => m.End))
        {
            if (match.Start >= start && match.End < start + length)
            {
                search.EndingAt[match.End - start].Add(match);
            }
        }

        return search.Run();
    }

    private static double Characters(int count) =>
        Math.Max(count, count == 1 ? MinLog10OfOneCharacter + 0.05 : MinLog10OfAPart + 0.01);

    private static double Add(double a, double b)
    {
        var (large, small) = a > b ? (a, b) : (b, a);
        return large + Math.Log10(1 + Math.Pow(10, small - large));
    }

    private sealed class Search
    {
        private readonly int _start;
        private readonly int _length;
        private readonly Dictionary<int, Step>[] _best;

        internal Search(int start, int length)
        {
            _start = start;
            _length = length;
            _best = new Dictionary<int, Step>[length];
            EndingAt = new List<GuessableMatch>[length];
            for (var i = 0; i < length; i++)
            {
                _best[i] = [];
                EndingAt[i] = [];
            }
        }

        internal List<GuessableMatch>[] EndingAt { get; }

        internal (double Log10Guesses, IReadOnlyList<GuessableMatch> Parts) Run()
        {
            for (var end = 0; end < _length; end++)
            {
                foreach (var match in EndingAt[end])
                {
                    Extend(match, end);
                }

                for (var first = 0; first <= end; first++)
                {
                    Extend(new GuessableMatch(_start + first, _start + end, GuessableKind.Characters, Characters(end - first + 1)), end);
                }
            }

            return Unwind();
        }

        private void Extend(GuessableMatch match, int end)
        {
            var first = match.Start - _start;
            if (first == 0)
            {
                Offer(match, end, 1, 0);
                return;
            }

            foreach (var (parts, step) in _best[first - 1])
            {
                // Two runs of plain characters side by side are one run.
                if (match.Kind != GuessableKind.Characters || step.Match.Kind != GuessableKind.Characters)
                {
                    Offer(match, end, parts + 1, step.Product);
                }
            }
        }

        private void Offer(GuessableMatch match, int end, int parts, double before)
        {
            var floor = match.Length == _length ? 0 : match.Length == 1 ? MinLog10OfOneCharacter : MinLog10OfAPart;
            var product = before + Math.Max(match.Log10Guesses, floor);
            var total = Add(LogFactorial(parts) + product, Log10PerExtraPart * (parts - 1));
            foreach (var (competing, step) in _best[end])
            {
                if (competing <= parts && step.Total <= total)
                {
                    return;
                }
            }

            _best[end][parts] = new Step(match, product, total);
        }

        private (double Log10Guesses, IReadOnlyList<GuessableMatch> Parts) Unwind()
        {
            var end = _length - 1;
            var (parts, best) = _best[end].MinBy(pair => pair.Value.Total);
            var found = new List<GuessableMatch>();
            while (end >= 0)
            {
                var step = _best[end][parts];
                found.Add(step.Match);
                end = step.Match.Start - _start - 1;
                parts--;
            }

            found.Reverse();
            return (best.Total, found);
        }

        private static double LogFactorial(int n)
        {
            var sum = 0.0;
            for (var i = 2; i <= n; i++)
            {
                sum += Math.Log10(i);
            }

            return sum;
        }

        private readonly record struct Step(GuessableMatch Match, double Product, double Total);
    }
}
