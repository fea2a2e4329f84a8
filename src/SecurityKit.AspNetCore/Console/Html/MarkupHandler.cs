using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Builds <see cref="Markup"/> of an interpolated string. The literals are this package's own; every value in a hole is encoded. A hole is allowed
/// between tags and inside a double-quoted attribute; addresses must lead to this host, and nothing can be put into a script, a style or an event
/// handler: such a template throws when it is first used, which a test of the page shows.
/// </summary>
[InterpolatedStringHandler]
internal ref struct MarkupHandler(int literalLength, int formattedCount)
{
    private const int TypicalValueLength = 24;

    private readonly StringBuilder _text = new(literalLength + (formattedCount * TypicalValueLength));
    private Place _place;
    private string _attribute = string.Empty;

    private enum Place
    {
        Text,
        Tag,
        Value,
    }

    public void AppendLiteral(string literal)
    {
        for (var i = 0; i < literal.Length; i++)
        {
            Step(literal, i);
        }

        _text.Append(literal);
    }

    public readonly void AppendFormatted(string? value)
    {
        switch (_place)
        {
            case Place.Tag:
                throw new InvalidOperationException("A value stands inside a tag but not inside a quoted attribute.");
            case Place.Value:
                CheckAttribute(value);
                break;
            default:
                break;
        }

        _text.Append(HtmlEncoder.Default.Encode(value ?? string.Empty));
    }

    public readonly void AppendFormatted(long value) => AppendFormatted(value.ToString(CultureInfo.InvariantCulture));

    public readonly void AppendFormatted(Markup value)
    {
        if (_place == Place.Value)
        {
            throw new InvalidOperationException($"Markup stands inside the attribute '{_attribute}'.");
        }

        _text.Append(value.ToString());
    }

    public readonly void AppendFormatted(IEnumerable<Markup> values)
    {
        foreach (var value in values)
        {
            AppendFormatted(value);
        }
    }

    internal readonly string Finish() => _text.ToString();

    private static string AttributeBefore(string literal, int quote)
    {
        var end = quote > 0 && literal[quote - 1] == '=' ? quote - 1 : quote;
        var start = end;
        while (start > 0 && (char.IsAsciiLetterOrDigit(literal[start - 1]) || literal[start - 1] == '-'))
        {
            start--;
        }

        return literal[start..end];
    }

    private readonly void CheckAttribute(string? value)
    {
        if (_attribute.StartsWith("on", StringComparison.OrdinalIgnoreCase) || _attribute is "" or "style" or "srcdoc" or "srcset")
        {
            throw new InvalidOperationException($"No value may stand in the attribute '{_attribute}'.");
        }

        if (_attribute is "href" or "action" or "src" or "formaction" && !LocalUrl.IsLocal(value))
        {
            throw new InvalidOperationException($"The attribute '{_attribute}' takes a path on this host.");
        }
    }

    private void Step(string literal, int i)
    {
        switch (_place, literal[i])
        {
            case (Place.Text, '<'):
            case (Place.Value, '"'):
                _place = Place.Tag;
                break;
            case (Place.Tag, '>'):
                _place = Place.Text;
                break;
            case (Place.Tag, '"'):
                _place = Place.Value;
                _attribute = AttributeBefore(literal, i);
                break;
            default:
                break;
        }
    }
}
