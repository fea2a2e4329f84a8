using System.Globalization;
using System.Text;

namespace SecurityKit.Messaging;

/// <summary>A plain address, safe in an SMTP command and in a header: no quotes, comments, spaces, brackets or line breaks.</summary>
/// <param name="Text">local@domain, the domain in ASCII.</param>
internal readonly record struct MailAddressText(string Text)
{
    private const int MaxCharacters = 254;
    private const int MaxLocalCharacters = 64;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>Whether the server must know SMTPUTF8 (RFC 6531).</summary>
    internal bool NeedsUtf8 => !Ascii.IsValid(Text);

    internal string Domain => Text[(Text.LastIndexOf('@') + 1)..];

    internal static bool TryParse(string? text, out MailAddressText address)
    {
        address = default;
        var at = text?.LastIndexOf('@') ?? -1;
        if (at is < 1 or > MaxLocalCharacters || at == text!.Length - 1 || text.Length > MaxCharacters || text[..at].Any(IsUnsafe))
        {
            return false;
        }

        try
        {
            address = new MailAddressText($"{text[..at]}@{Idn.GetAscii(text[(at + 1)..])}");
            return address.Text.Length <= MaxCharacters;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsUnsafe(char character) =>
        char.IsControl(character) || char.IsWhiteSpace(character) || char.IsSurrogate(character)
        || character is '"' or '(' or ')' or '<' or '>' or '[' or ']' or ',' or ';' or ':' or '\\' or '@';
}
