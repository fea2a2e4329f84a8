using System.Globalization;

namespace SecurityKit.Mfa;

/// <summary>The language of the person behind the present operation, by the first language of its Accept-Language header.</summary>
internal static class ReaderCulture
{
    private const int MaxNameCharacters = 35;

    internal static CultureInfo Of(OperationContext context)
    {
        var header = context.AcceptLanguage;
        if (string.IsNullOrWhiteSpace(header))
        {
            return CultureInfo.InvariantCulture;
        }

        var first = header.AsSpan();
        var end = first.IndexOfAny(',', ';');
        first = (end < 0 ? first : first[..end]).Trim();
        if (first.IsEmpty || first.Length > MaxNameCharacters || first.ContainsAnyExcept(NameCharacters))
        {
            return CultureInfo.InvariantCulture;
        }

        try
        {
            return CultureInfo.GetCultureInfo(first.ToString(), predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.InvariantCulture;
        }
    }

    private static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");
}
