using System.Globalization;
using Zxcvbn;
using Zxcvbn.Matcher;

namespace SecurityKit.Identity;

/// <summary>Finds the guessable parts of a text with the matchers and dictionaries of zxcvbn-core, and reversed words and repetitions beside them.</summary>
internal sealed class GuessableMatches
{
    private const double Log10OfTwo = 0.30103;
    private const double ObviousStart = 4;
    private const double DigitStart = 10;
    private const double LetterStart = 26;
    private const int ShortestReversedWord = 3;
    private const int YearsInUse = 119;
    private const string YearPattern = "year";
    private const string PersonalDictionary = "user_inputs";

    private readonly Lazy<(List<DictionaryMatcher> Dictionaries, IMatcher[] Patterns)> _matchers = new(Create);

    internal List<GuessableMatch> Find(string text, IReadOnlyCollection<string> personalWords)
    {
        var matches = new List<GuessableMatch>();
        var (dictionaries, patterns) = _matchers.Value;
        foreach (var matcher in patterns)
        {
            matches.AddRange(matcher.MatchPassword(text).Select(Convert));
        }

        var personal = new DictionaryMatcher(PersonalDictionary, personalWords);
        matches.AddRange(new L33tMatcher(personal).MatchPassword(text).Select(Convert));
        foreach (var dictionary in dictionaries.Append(personal))
        {
            matches.AddRange(dictionary.MatchPassword(text).Select(Convert));
            matches.AddRange(Reversed(dictionary, text));
        }

        matches.AddRange(Repetitions.Find(text, matches));
        return matches;
    }

    private static (List<DictionaryMatcher> Dictionaries, IMatcher[] Patterns) Create()
    {
        var dictionaries = WordLists.Read().Select(list => new DictionaryMatcher(list.Key, list.Value)).ToList();
        return (dictionaries,
        [
            new L33tMatcher(dictionaries), new SpatialMatcher(), new SequenceMatcher(), new DateMatcher(),
            new RegexMatcher("(?:19|20)[0-9]{2}", YearsInUse, perCharCardinality: false, YearPattern),
        ]);
    }

    private static GuessableMatch Convert(Match match) => new(match.i, match.j, KindOf(match), Log10GuessesOf(match));

    private static IEnumerable<GuessableMatch> Reversed(IMatcher matcher, string text)
    {
        var reversed = string.Create(text.Length, text, static (target, source) =>
        {
            source.CopyTo(target);
            target.Reverse();
        });
        return matcher.MatchPassword(reversed)
            .Where(match => match.Token.Length >= ShortestReversedWord)
            .Select(match => new GuessableMatch(
                text.Length - 1 - match.j, text.Length - 1 - match.i, KindOf(match), Log10GuessesOf(match) + Log10OfTwo));
    }

    private static GuessableKind KindOf(Match match) => match switch
    {
        DictionaryMatch { DictionaryName: PersonalDictionary } => GuessableKind.PersonalWord,
        DictionaryMatch => GuessableKind.CommonWord,
        SpatialMatch => GuessableKind.KeyboardPattern,
        SequenceMatch => GuessableKind.Sequence,
        DateMatch => GuessableKind.Date,
        _ => match.Pattern == YearPattern ? GuessableKind.Date : GuessableKind.Characters,
    };

    private static double Log10GuessesOf(Match match) => match switch
    {
        SequenceMatch sequence => Math.Log10(SequenceStart(match.Token[0]) * match.Token.Length * (sequence.Ascending ? 1 : 2)),
        _ => Math.Max(match.Entropy * Log10OfTwo, 0),
    };

    private static double SequenceStart(char first)
    {
        if ("aAzZ019".Contains(first, StringComparison.Ordinal))
        {
            return ObviousStart;
        }

        return char.GetUnicodeCategory(first) == UnicodeCategory.DecimalDigitNumber ? DigitStart : LetterStart;
    }
}
