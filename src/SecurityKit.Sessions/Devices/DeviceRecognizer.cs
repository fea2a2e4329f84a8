using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using SecurityKit.Crypto;

namespace SecurityKit.Sessions;

/// <summary>Names and recognises devices by the request headers. Versions are left out, so that an update does not make a new device.</summary>
internal sealed class DeviceRecognizer(IKeyedHasher hasher)
{
    private const string Purpose = "sessions.device";
    private const int MaxRemembered = 4096;
    private const char Separator = '\u001f';

    private static readonly string Nameless = UserAgent.Parse(null).DisplayName;

    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>
    /// The name a session started by this request would have; null outside requests. Leaving the User-Agent out is a change too.
    /// Remembered, since every request asks.
    /// </summary>
    internal string? NameOf(OperationContext context)
    {
        if (context.UserAgent is not { Length: > 0 and <= UserAgent.MaxLength } text)
        {
            var isRequest = context.RemoteAddress is not null || !string.IsNullOrEmpty(context.UserAgent);
            return !isRequest ? null : string.IsNullOrEmpty(context.UserAgent) ? Nameless : UserAgent.Parse(context.UserAgent).DisplayName;
        }

        if (_names.TryGetValue(text, out var known))
        {
            return known;
        }

        if (_names.Count >= MaxRemembered)
        {
            _names.Clear();
        }

        return _names[text] = UserAgent.Parse(text).DisplayName;
    }

    internal SessionDevice Recognize(OperationContext context)
    {
        var agent = UserAgent.Parse(context.UserAgent);
        if (string.IsNullOrWhiteSpace(context.UserAgent))
        {
            return new SessionDevice(agent.DisplayName, null);
        }

        var features = string.Join(Separator, agent.Browser, agent.OperatingSystem, agent.Device, PrimaryLanguage(context.AcceptLanguage));
        return new SessionDevice(agent.DisplayName, Base64Url.EncodeToString(hasher.Index(Purpose, Encoding.UTF8.GetBytes(features))));
    }

    /// <summary>The first language of the header without region and weight: <c>de-CH, de;q=0.9</c> gives <c>de</c>.</summary>
    private static string PrimaryLanguage(string? acceptLanguage)
    {
        var first = acceptLanguage.AsSpan().Trim();
        var end = first.IndexOfAny(",;- ");
        return (end < 0 ? first : first[..end])[..Math.Min(end < 0 ? first.Length : end, 8)].ToString().ToLowerInvariant();
    }
}
