using System.Text.RegularExpressions;

namespace SecurityKit.Sessions;

/// <summary>
/// Finds maker and model of a telephone or tablet in a User-Agent: by the maker's own word, or by how a maker's Android models begin. Of the
/// many thousands of models those are known whose names tell their maker; of the rest the model's own name is taken.
/// </summary>
internal static partial class PhoneNames
{
    private static readonly (Regex Pattern, string Maker)[] Makers =
    [
        (SonyEricsson(), "Ericsson "), (Nokia(), "Nokia "), (Lg(), "LG "), (Motorola(), "Motorola "), (Siemens(), "Siemens "), (Alcatel(), "Alcatel "),
        (AlcatelOneTouch(), string.Empty), (Pantech(), "Pantech "), (Huawei(), "Huawei "), (DoCoMo(), "DoCoMo "), (Kyocera(), "Kyocera "),
        (Lenovo(), "Lenovo "), (Amoi(), "Amoi "), (Samsung(), "Samsung "), (HtcBuild(), "HTC "), (HtcCode(), string.Empty), (MakerAndModel(), string.Empty),
        (Celkon(), string.Empty), (Alps(), "alps "), (BlackBerry(), "BlackBerry "), (BlackBerryTen(), "BlackBerry "),
    ];

    /// <summary>How Android models begin, and whose they are.</summary>
    private static readonly (string[] Beginnings, string Maker)[] Models =
    [
        (["SM-", "GT-", "SGH-", "SCH-", "SPH-", "Galaxy"], "Samsung "),
        (["RMX"], "Oppo "),
        (["BRT-"], "Huawei Honor "),
        (["Amaze", "HERO"], "HTC "),
        (["Blade"], "ZTE "),
        (["Photon", "DROID", "XT"], "Motorola "),
        (["i-style"], "i-mobile "),
        (["TAB4"], "Yarvik "),
        (["STUDYTAB", "LOOX"], "Odys "),
        (["AT2", "AT1", "AT3"], "Toshiba "),
        (["G100W"], "PackardBell "),
        (["Transformer", "PadFone"], "Asus "),
        (["PMP"], "Prestigio "),
        (["STAIRWAY", "DARKSIDE"], "Wiko "),
        (["M-MP"], "Mediacom "),
        (["MID7", "MID8"], "CobyKyros "),
        (["TAB-PLAYTAB"], "POV "),
        (["AT-AS"], "Wolfgang "),
        (["C69"], "Sony "),
        (["p70"], "Micromax "),
        (["SKY IM"], "Pantech "),
        (["A26"], "CROSS "),
    ];

    private static readonly string[] MakersLeftOut = ["Coolpad ", "CUBOT "];

    /// <summary>The name, such as <c>Samsung SM-G930F</c>; null when there is none.</summary>
    internal static string? Find(string text)
    {
        foreach (var (pattern, maker) in Makers)
        {
            if (pattern.Match(text) is { Success: true } match)
            {
                return maker + match.Groups[1].Value;
            }
        }

        return AndroidModel().Match(text) is { Success: true } model && !Locale().IsMatch(model.Groups[1].Value) ? NameOf(model.Groups[1].Value.Trim()) : null;
    }

    private static string NameOf(string model)
    {
        if (model.StartsWith("vivo ", StringComparison.Ordinal))
        {
            return "Generic Smartphone";
        }

        if (Array.Find(MakersLeftOut, maker => model.StartsWith(maker, StringComparison.Ordinal)) is { } left)
        {
            return model[left.Length..];
        }

        const string oneTouch = "Alcatel OT-";
        if (model.StartsWith(oneTouch, StringComparison.Ordinal))
        {
            return "Alcatel One Touch " + model[oneTouch.Length..];
        }

        var name = model.StartsWith("ZTE_", StringComparison.Ordinal) || model.StartsWith("Amaze_", StringComparison.Ordinal) ? model.Replace('_', ' ') : model;
        var known = Array.Find(Models, entry => entry.Beginnings.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal)));
        return known.Maker + name;
    }

    [GeneratedRegex("SonyEricsson([A-Za-z0-9]{1,31})", RegexOptions.CultureInvariant)]
    private static partial Regex SonyEricsson();

    [GeneratedRegex("(?:Nokia|NOKIA)[ -]?([A-Z0-9][A-Za-z0-9_]{0,7}(?:-(?!00)[0-9]{1,2}[a-z]?)?)(?:-00)?(?=[/);,_ ]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Nokia();

    [GeneratedRegex("(?:^|[ /(])LG[- /]([A-Z]{1,8}[0-9]{1,8})", RegexOptions.CultureInvariant)]
    private static partial Regex Lg();

    [GeneratedRegex("^MOT-([!-.0-~]{1,31})/", RegexOptions.CultureInvariant)]
    private static partial Regex Motorola();

    [GeneratedRegex("^SIE-([!-.0-~]{1,31})/", RegexOptions.CultureInvariant)]
    private static partial Regex Siemens();

    [GeneratedRegex("^ALCATEL-([A-Za-z0-9]{1,31})/", RegexOptions.CultureInvariant)]
    private static partial Regex Alcatel();

    [GeneratedRegex("(ALCATEL ONE TOUCH [A-Za-z0-9_]{1,16}) ", RegexOptions.CultureInvariant)]
    private static partial Regex AlcatelOneTouch();

    [GeneratedRegex("^Pantech([A-Za-z0-9]{1,31})/", RegexOptions.CultureInvariant)]
    private static partial Regex Pantech();

    [GeneratedRegex("(?:Huawei|HUAWEI ?)([A-Z][0-9][A-Za-z0-9_-]{0,16})(?=[/) ;]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Huawei();

    [GeneratedRegex(@"^DoCoMo/2\.0 ([A-Za-z0-9]{1,31})", RegexOptions.CultureInvariant)]
    private static partial Regex DoCoMo();

    [GeneratedRegex("^KWC-([A-Za-z0-9]{1,31})", RegexOptions.CultureInvariant)]
    private static partial Regex Kyocera();

    [GeneratedRegex("(?:^|[ ;])Lenovo[-_ ]([A-Za-z0-9][A-Za-z0-9_-]{0,30}?)(?:_S[0-9]|[/;) ]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Lenovo();

    [GeneratedRegex("AMOI[ _]([A-Za-z0-9]{1,31})", RegexOptions.CultureInvariant)]
    private static partial Regex Amoi();

    [GeneratedRegex("samsung[-; ]+([a-z0-9_-]{1,31}?)(?=[/) ;]|$)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Samsung();

    [GeneratedRegex("HTC[ _]([A-Za-z0-9 ]{1,31}?) Build", RegexOptions.CultureInvariant)]
    private static partial Regex HtcBuild();

    [GeneratedRegex("(HTC-[A-Z]{1,8}[0-9]{1,8})", RegexOptions.CultureInvariant)]
    private static partial Regex HtcCode();

    [GeneratedRegex("((?:i-mate|Dell|OnePlus) [A-Za-z0-9]{1,24})", RegexOptions.CultureInvariant)]
    private static partial Regex MakerAndModel();

    [GeneratedRegex(@"Celkon[_ ]([A-Za-z0-9_ ]{1,31}?)(?: Build|\))", RegexOptions.CultureInvariant)]
    private static partial Regex Celkon();

    [GeneratedRegex("(?:^|[^A-Za-z0-9_])alps ([A-Za-z0-9_]{1,31})", RegexOptions.CultureInvariant)]
    private static partial Regex Alps();

    [GeneratedRegex("BlackBerry ?([0-9]{4})", RegexOptions.CultureInvariant)]
    private static partial Regex BlackBerry();

    [GeneratedRegex(@"\(BB10; ([A-Za-z0-9_]{1,31})\)", RegexOptions.CultureInvariant)]
    private static partial Regex BlackBerryTen();

    [GeneratedRegex(
        @"(?:Android|Adr) [A-Za-z0-9_.-]{1,24}; (?:[A-Za-z]{0,2}[-_][A-Za-z]{0,2}; )?([A-Za-z0-9][A-Za-z0-9 _.+-]{0,31}?)(?: ?Build/| Build |; wv\)|\)| Sony/)",
        RegexOptions.CultureInvariant)]
    private static partial Regex AndroidModel();

    [GeneratedRegex("^[A-Za-z]{2}[-_][A-Za-z]{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex Locale();
}
