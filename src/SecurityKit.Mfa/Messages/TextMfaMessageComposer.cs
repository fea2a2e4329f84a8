using System.Globalization;
using Microsoft.Extensions.Options;

namespace SecurityKit.Mfa;

/// <summary>Fills the texts of the options in. A language that is not there falls back to its parent (de-AT to de), and then to the default.</summary>
internal sealed class TextMfaMessageComposer(IOptionsMonitor<MfaOptions> options) : IMfaMessageComposer
{
    private static readonly MfaTexts English = new();

    public OutboundMessage ComposeCode(MessageChannel channel, string destination, string code, TimeSpan lifetime, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        var texts = TextsFor(culture);
        var minutes = ((int)lifetime.TotalMinutes).ToString(CultureInfo.InvariantCulture);
        var isMail = channel == MessageChannel.Email;
        return new OutboundMessage
        {
            Channel = channel,
            Destination = destination,
            Purpose = "mfa.code",
            Title = isMail ? Fill(texts.EmailTitle) : null,
            Body = Fill(isMail ? texts.EmailBody : texts.Sms)
                .Replace("{minutes}", minutes, StringComparison.Ordinal).Replace("{code}", code, StringComparison.Ordinal),
        };
    }

    public OutboundMessage ComposeNotice(string destination, MfaNotice notice, DateTimeOffset at, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        var texts = TextsFor(culture);
        var time = at.UtcDateTime.ToString("g", culture) + " UTC";
        return new OutboundMessage
        {
            Channel = MessageChannel.Email,
            Destination = destination,
            Purpose = "mfa.notice",
            Title = Fill(texts.NoticeTitle),
            Body = $"{Fill(texts.TextOf(notice)).Replace("{time}", time, StringComparison.Ordinal)}\n\n{Fill(texts.NoticeFooter)}\n",
        };
    }

    private string Fill(string text) => text.Replace("{issuer}", options.CurrentValue.Issuer, StringComparison.Ordinal);

    private MfaTexts TextsFor(CultureInfo culture)
    {
        var texts = options.CurrentValue.Texts;
        for (var wanted = culture; !string.IsNullOrEmpty(wanted.Name); wanted = wanted.Parent)
        {
            var found = texts.FirstOrDefault(pair => string.Equals(pair.Key, wanted.Name, StringComparison.OrdinalIgnoreCase)).Value;
            if (found is not null)
            {
                return found;
            }
        }

        return texts.FirstOrDefault(pair => string.Equals(pair.Key, "en", StringComparison.OrdinalIgnoreCase)).Value ?? English;
    }
}
