using System.Globalization;
using System.Security.Cryptography;
using System.Web;

namespace SecurityKit.Mfa.Tests.Support;

/// <summary>An authenticator app: knows only the URI, and computes RFC 6238 by itself.</summary>
internal sealed class TestPhone
{
    private readonly TimeProvider _clock;
    private readonly byte[] _secret;
    private readonly string _algorithm;
    private readonly int _digits;
    private readonly int _period;

    internal TestPhone(TotpEnrollment enrollment, TimeProvider clock)
    {
        _clock = clock;
        AuthenticatorId = enrollment.AuthenticatorId;
        var query = HttpUtility.ParseQueryString(new Uri(enrollment.Uri).Query);
        _secret = FromBase32(query["secret"]!);
        _algorithm = query["algorithm"]!;
        _digits = int.Parse(query["digits"]!, CultureInfo.InvariantCulture);
        _period = int.Parse(query["period"]!, CultureInfo.InvariantCulture);
    }

    internal string AuthenticatorId { get; }

    internal IReadOnlyList<string> RecoveryCodes { get; set; } = [];

    internal int SecretBits => _secret.Length * 8;

    internal string Code(int stepsAhead = 0)
    {
        var step = (_clock.GetUtcNow().ToUnixTimeSeconds() / _period) + stepsAhead;
        var message = BitConverter.GetBytes(step);
        Array.Reverse(message);
#pragma warning disable CA5350 // RFC 6238 names HMAC-SHA-1, and it is what apps compute.
        var mac = _algorithm switch
        {
            "SHA1" => HMACSHA1.HashData(_secret, message),
            "SHA256" => HMACSHA256.HashData(_secret, message),
            _ => HMACSHA512.HashData(_secret, message),
        };
#pragma warning restore CA5350
        var offset = mac[^1] & 15;
        var number = ((mac[offset] & 127) << 24) | (mac[offset + 1] << 16) | (mac[offset + 2] << 8) | mac[offset + 3];
        return (number % (long)Math.Pow(10, _digits)).ToString("D" + _digits, CultureInfo.InvariantCulture);
    }

    /// <summary>A code that is right at no step of the window.</summary>
    internal string WrongCode()
    {
        var right = new[] { Code(-2), Code(-1), Code(), Code(1), Code(2) };
        return Enumerable.Range(0, 10).Select(i => i.ToString("D" + _digits, CultureInfo.InvariantCulture)).First(c => !right.Contains(c));
    }

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
