using System.Text.RegularExpressions;

namespace SecurityKit.Architecture.Tests;

/// <summary>
/// Finds literals that could be credentials: texts and bytes given to, or compared with, something whose name says so, and texts that are credentials by
/// their form, whatever they are given to. A literal that names something is none: it has no
/// digits, more than one word, and shares one with its identifier; nor is a sentence.
/// </summary>
internal static partial class CredentialScanner
{
    /// <summary>What a finding says of itself; its text is not repeated, it may be a secret.</summary>
    internal sealed record Finding(string Name, string Value, int Line);

    internal static IEnumerable<Finding> Scan(string text)
    {
        foreach (Match match in NamedText().Matches(text))
        {
            var (name, value) = (match.Groups["name"].Value, match.Groups["value"].Value);
            if (SecretName().IsMatch(name) && !IsMadeOfHoles(value) && !IsName(name, value) && !IsSentence(value))
            {
                yield return new Finding(name, value, LineOf(text, match.Index));
            }
        }

        foreach (Match match in NamedBytes().Matches(text))
        {
            if (SecretName().IsMatch(match.Groups["name"].Value))
            {
                yield return new Finding(match.Groups["name"].Value, match.Groups["value"].Value, LineOf(text, match.Index));
            }
        }

        foreach (Match match in SecretByForm().Matches(text))
        {
            yield return new Finding("(by its form)", match.Value, LineOf(text, match.Index));
        }
    }

    /// <summary>An interpolated text of nothing but variables and signs.</summary>
    private static bool IsMadeOfHoles(string value) => !Hole().Replace(value, string.Empty).Any(char.IsLetterOrDigit);

    private static bool IsName(string identifier, string value)
    {
        var words = Separator().Split(value).Where(word => word.Length > 0).ToArray();
        var isOfWords = words.All(word => word.All(char.IsAsciiLetter)) && Separator().IsMatch(value);
        return isOfWords && words.Any(word => word.Length > 2 && identifier.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What is said to people: five words or more, with a capital at the beginning and a full stop or comma.</summary>
    private static bool IsSentence(string value) => char.IsAsciiLetterUpper(value[0]) && value.Count(c => c == ' ') >= 4 && value.AsSpan().ContainsAny(".,");

    private static int LineOf(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex(
        """(?<!\w)(?<name>[A-Za-z_]\w*)(?:["'\]]+:|\s*:|["'\]]*\s*(?:=>|==|!=|\?\?=?|=|\bis\b(?:\s+not)?|\.Equals\())\s*(?:new\s*\(\s*)?[$@]*(?:"{3,}\s*(?<value>[^"]+?)\s*"{3,}|"(?<value>(?:[^"\\\n]|\\.)+)")""")]
    private static partial Regex NamedText();

    [GeneratedRegex(
        @"(?<!\w)(?<name>[A-Za-z_]\w*)\s*(?:=>|=)\s*(?:new\s*(?:byte)?\s*\[\d*\]\s*\{|\[)(?<value>\s*(?:0x[0-9A-Fa-f]{1,2}|\d{1,3})(?:\s*,\s*(?:0x[0-9A-Fa-f]{1,2}|\d{1,3})){7,}\s*,?\s*)[\]}]")]
    private static partial Regex NamedBytes();

    [GeneratedRegex(
        @"password|passwd|\bpwd\b|passphrase|secret|api_?key|token|credential|(?:private|master|signing|encryption|shared|access|account|hmac)_?key|\bkey\b|pepper|\bsalt|bearer",
        RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(
        @"-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(?:Password|Pwd|AccountKey|SharedAccessKey)=[^;""{}\s<]*[A-Za-z0-9]|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{20,}|\bxox[abprs]-[A-Za-z0-9-]{10,}|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.|://[^/\s:@""{}]+:[^/\s:@""{}]+@")]
    private static partial Regex SecretByForm();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"[^A-Za-z0-9]+")]
    private static partial Regex Separator();
}
