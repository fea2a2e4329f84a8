using QRCoder;

namespace SecurityKit.Mfa;

/// <summary>The QR code of an otpauth URI, error correction M. Immutable and thread-safe; each form is drawn when asked for.</summary>
public sealed class TotpQrCode
{
    /// <summary>The largest size of a module, in pixels.</summary>
    public const int MaxPixelsPerModule = 40;

    private readonly string _uri;

    internal TotpQrCode(string uri) => _uri = uri;

    /// <summary>A PNG, black on white, one bit a pixel, with the quiet zone.</summary>
    /// <param name="pixelsPerModule">1 to <see cref="MaxPixelsPerModule"/>.</param>
    /// <returns>The image.</returns>
    public byte[] ToPng(int pixelsPerModule = 6)
    {
        CheckSize(pixelsPerModule);
        using var data = CreateData();
        using var code = new PngByteQRCode(data);
        return code.GetGraphic(pixelsPerModule);
    }

    /// <summary>An SVG document, black on white, scalable, without script or style, with the quiet zone.</summary>
    /// <param name="pixelsPerModule">1 to <see cref="MaxPixelsPerModule"/>; the drawing's own size.</param>
    /// <returns>The markup.</returns>
    public string ToSvg(int pixelsPerModule = 6)
    {
        CheckSize(pixelsPerModule);
        using var data = CreateData();
        using var code = new SvgQRCode(data);
        return code.GetGraphic(pixelsPerModule);
    }

    /// <summary>Text of half blocks for a terminal with light letters on dark ground.</summary>
    /// <returns>Lines separated by line feeds.</returns>
    public string ToTerminalText()
    {
        using var data = CreateData();
        using var code = new AsciiQRCode(data);
        return code.GetGraphicSmall(drawQuietZones: true, invert: false, endOfLine: "\n");
    }

    /// <summary>The type only: the content is a secret.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => nameof(TotpQrCode);

    private static void CheckSize(int pixelsPerModule)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixelsPerModule, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pixelsPerModule, MaxPixelsPerModule);
    }

    private QRCodeData CreateData() => QRCodeGenerator.GenerateQrCode(_uri, QRCodeGenerator.ECCLevel.M);
}
