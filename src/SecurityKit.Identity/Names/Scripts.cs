using System.Globalization;
using System.Text;

namespace SecurityKit.Identity;

/// <summary>
/// Tells writing systems apart by block, as far as refusing mixtures needs it (UTS 39, 'highly restrictive': one script, or one of
/// the Japanese, Korean and Chinese combinations, which may have Latin with them).
/// </summary>
internal static class Scripts
{
    private const string Latin = "Latn";

    private static readonly (int First, int Last, string Script)[] Ranges =
    [
        (0x0041, 0x024F, Latin), (0x0250, 0x02AF, Latin), (0x0370, 0x03FF, "Grek"), (0x0400, 0x052F, "Cyrl"),
        (0x0530, 0x058F, "Armn"), (0x0590, 0x05FF, "Hebr"), (0x0600, 0x06FF, "Arab"), (0x0700, 0x074F, "Syrc"),
        (0x0750, 0x077F, "Arab"), (0x0780, 0x07BF, "Thaa"), (0x08A0, 0x08FF, "Arab"), (0x0900, 0x097F, "Deva"),
        (0x0980, 0x09FF, "Beng"), (0x0A00, 0x0A7F, "Guru"), (0x0A80, 0x0AFF, "Gujr"), (0x0B00, 0x0B7F, "Orya"),
        (0x0B80, 0x0BFF, "Taml"), (0x0C00, 0x0C7F, "Telu"), (0x0C80, 0x0CFF, "Knda"), (0x0D00, 0x0D7F, "Mlym"),
        (0x0D80, 0x0DFF, "Sinh"), (0x0E00, 0x0E7F, "Thai"), (0x0E80, 0x0EFF, "Laoo"), (0x0F00, 0x0FFF, "Tibt"),
        (0x1000, 0x109F, "Mymr"), (0x10A0, 0x10FF, "Geor"), (0x1100, 0x11FF, "Hang"), (0x1200, 0x139F, "Ethi"),
        (0x13A0, 0x13FF, "Cher"), (0x1780, 0x17FF, "Khmr"), (0x1800, 0x18AF, "Mong"), (0x1C80, 0x1C8F, "Cyrl"),
        (0x1C90, 0x1CBF, "Geor"), (0x1D00, 0x1DBF, Latin), (0x1E00, 0x1EFF, Latin), (0x1F00, 0x1FFF, "Grek"),
        (0x2C60, 0x2C7F, Latin), (0x2D00, 0x2D2F, "Geor"), (0x2DE0, 0x2DFF, "Cyrl"), (0x3005, 0x3007, "Hani"),
        (0x3040, 0x309F, "Hira"), (0x30A0, 0x30FF, "Kana"), (0x3100, 0x312F, "Bopo"), (0x3130, 0x318F, "Hang"),
        (0x31F0, 0x31FF, "Kana"), (0x3400, 0x4DBF, "Hani"), (0x4E00, 0x9FFF, "Hani"), (0xA640, 0xA69F, "Cyrl"),
        (0xA720, 0xA7FF, Latin), (0xA960, 0xA97F, "Hang"), (0xAB30, 0xAB6F, Latin), (0xAB70, 0xABBF, "Cher"),
        (0xAC00, 0xD7FF, "Hang"), (0xF900, 0xFAFF, "Hani"), (0xFB50, 0xFDFF, "Arab"), (0xFE70, 0xFEFF, "Arab"),
        (0x20000, 0x323AF, "Hani"),
    ];

    private static readonly string[][] Combinations =
    [
        [Latin, "Hani", "Hira", "Kana"], [Latin, "Hani", "Hang"], [Latin, "Hani", "Bopo"],
    ];

    internal static bool AreMixed(string text)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune))
            {
                found.Add(Of(rune));
            }
        }

        return found.Count > 1 && !Array.Exists(Combinations, combination => found.IsSubsetOf(combination));
    }

    private static string Of(Rune rune)
    {
        foreach (var (first, last, script) in Ranges)
        {
            if (rune.Value >= first && rune.Value <= last)
            {
                return script;
            }
        }

        // A script that is not listed mixes with nothing but its own block.
        return (rune.Value >> 8).ToString("X", CultureInfo.InvariantCulture);
    }
}
