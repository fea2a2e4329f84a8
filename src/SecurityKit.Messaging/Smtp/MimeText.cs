using System.Globalization;
using System.Text;

namespace SecurityKit.Messaging;

/// <summary>Writes one plain-text message (RFC 5322, 2045, 2047). The body is base64, so that no line of it can end the message or grow too long.</summary>
internal static class MimeText
{
    private const int EncodedWordBytes = 39;
    private const int Base64LineCharacters = 76;
    private const int MaxTitleCharacters = 200;

    private static readonly System.Buffers.SearchValues<char> Specials = System.Buffers.SearchValues.Create("\"<>@,;:\\()[]");

    internal static string Write(OutboundMessage message, MailAddressText from, string? fromName, MailAddressText to, DateTimeOffset now)
    {
        var text = new StringBuilder(1024);
        Header(text, "From", fromName is null ? from.Text : $"{EncodeWords(fromName)} <{from.Text}>");
        Header(text, "To", to.Text);
        Header(text, "Subject", EncodeWords(message.Title ?? string.Empty));
        Header(text, "Date", now.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        Header(text, "Message-ID", $"<{MessageIdOf(message)}@{from.Domain}>");
        Header(text, "MIME-Version", "1.0");
        Header(text, "Content-Type", "text/plain; charset=utf-8");
        Header(text, "Content-Transfer-Encoding", "base64");
        Header(text, "Auto-Submitted", "auto-generated");
        text.Append("\r\n");
        var body = Convert.ToBase64String(Encoding.UTF8.GetBytes(message.Body.ReplaceLineEndings("\r\n")));
        for (var i = 0; i < body.Length; i += Base64LineCharacters)
        {
            text.Append(body, i, Math.Min(Base64LineCharacters, body.Length - i)).Append("\r\n");
        }

        return text.ToString();
    }

    /// <summary>Plain ASCII as it is; anything else as encoded words of whole characters. Control characters are left out.</summary>
    private static string EncodeWords(string text)
    {
        var clean = new string([.. text.Where(c => !char.IsControl(c)).Take(MaxTitleCharacters)]);
        if (Ascii.IsValid(clean) && !clean.Contains("=?", StringComparison.Ordinal) && clean.Length <= Base64LineCharacters)
        {
            return clean.AsSpan().ContainsAny(Specials) ? $"\"{clean.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : clean;
        }

        var words = new List<string>();
        var pending = new List<byte>();
        foreach (var rune in clean.EnumerateRunes())
        {
            var bytes = Encoding.UTF8.GetBytes(rune.ToString());
            if (pending.Count + bytes.Length > EncodedWordBytes)
            {
                words.Add(ToWord(pending));
                pending.Clear();
            }

            pending.AddRange(bytes);
        }

        words.Add(ToWord(pending));
        return string.Join("\r\n ", words);
    }

    private static string ToWord(List<byte> bytes) => $"=?utf-8?B?{Convert.ToBase64String([.. bytes])}?=";

    /// <summary>The same for every delivery of one message, so that a mailbox can tell a repetition.</summary>
    private static string MessageIdOf(OutboundMessage message)
    {
        var id = new string([.. message.IdempotencyKey.Where(char.IsAsciiLetterOrDigit).Take(64)]);
        return id.Length > 0 ? id : Guid.CreateVersion7().ToString("N");
    }

    private static void Header(StringBuilder text, string name, string value) => text.Append(name).Append(": ").Append(value).Append("\r\n");
}
