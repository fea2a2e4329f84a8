using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace SecurityKit.Identity;

/// <summary>
/// Maps what looks like a Latin letter to that letter, so that a whole name in another script that reads as a Latin one
/// has the same skeleton. Covers the scripts whose letters pass for Latin: Greek, Cyrillic, Armenian, Cherokee and Latin itself.
/// </summary>
internal static class Confusables
{
    private static readonly (char Like, string Letters)[] Table =
    [
        ('a', "аαɑᴀАΑ"), ('b', "ƅЬВΒᏏЪ"), ('c', "сϲᴄⅽСϹϾꓚ"), ('d', "ԁɗᏧꓒ"), ('e', "еҽεЕΕᎬ"), ('f', "ƒϝϜꓝ"), ('g', "ɡցԌᏀ"),
        ('h', "һհΗНᎻ"), ('i', "іιıɩɪꙇΙІӀ"), ('j', "јϳЈͿᎫ"), ('k', "кκᴋКΚᏦ"), ('l', "ӏⅼᏞꓡ"), ('m', "мᴍМΜᎷ"),
        ('n', "ոռпηΝꓠ"), ('o', "оοօσᴏОΟՕ"), ('p', "рρϱРΡᏢ"), ('q', "ԛզգԚ"), ('r', "гᴦɾᏒꓣ"), ('s', "ѕꜱЅՏᏚ"), ('t', "тτᴛТΤᎢ"),
        ('u', "υսʋᴜՍ"), ('v', "νѵᴠѴᏙ"), ('w', "ѡաԝωԜᎳ"), ('x', "хχХΧ"), ('y', "уүγʏУΥҮᎩ"), ('z', "ᴢΖᏃ"),
        ('3', "зʒЗӠ"), ('6', "б"),
    ];

    private static readonly FrozenDictionary<char, char> ByLetter =
        Table.SelectMany(row => row.Letters.Select(letter => (letter, row.Like)))
            .DistinctBy(pair => pair.letter)
            .ToFrozenDictionary(pair => pair.letter, pair => pair.Like);

    /// <summary>The skeleton of a name that is shown as given: a capital I looks like a small L.</summary>
    internal static string Skeleton(string display)
    {
        var skeleton = new StringBuilder(display.Length);
        foreach (var c in display.Normalize(NormalizationForm.FormD))
        {
            // Final sigma and long s are other letters in lower case and the same in upper case.
            var mapped = c == 'I' ? 'l' : ByLetter.TryGetValue(c, out var like) ? like : char.ToLower(char.ToUpper(c, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            skeleton.Append(ByLetter.TryGetValue(mapped, out var folded) ? folded : mapped);
        }

        return skeleton.ToString().Normalize(NormalizationForm.FormC);
    }
}
