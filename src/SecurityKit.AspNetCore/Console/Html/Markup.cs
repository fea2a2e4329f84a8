using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>
/// HTML that may be sent as it is: literals of this package, and values that were encoded on their way in. There is no way to make one of a text that
/// was computed.
/// </summary>
internal readonly struct Markup
{
    private readonly string? _text;

    private Markup(string text) => _text = text;

    /// <summary>A template; see <see cref="MarkupHandler"/> for what becomes of its holes.</summary>
    internal static Markup Of(MarkupHandler template) => new(template.Finish());

    /// <summary>A QR code's drawing, which consists of shapes alone.</summary>
    internal static Markup Of(TotpQrCode code) => new(code.ToSvg());

    internal static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts.Select(part => part._text)));

    internal static Markup When(bool condition, Func<Markup> markup) => condition ? markup() : default;

    public override string ToString() => _text ?? string.Empty;
}
