using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace SecurityKit.Samples.Portal.Tests.Hosting;

/// <summary>
/// An authenticator app as RFC 6238 describes it: 6 digits, 30 seconds, SHA-1, a base32 secret. It shows a new code whenever asked, without waiting:
/// the host takes the steps before and after the present one, so three codes are there at any time, in order.
/// </summary>
public sealed class TotpDevice(string base32)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int StepSeconds = 30;

    // The step before may end while a code is on its way: near the end of a step the device begins with the present one.
    private const int TransitSeconds = 4;

    private long _last;

    /// <summary>A code that was not shown before and that the host takes now.</summary>
    public string Next()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        _last = Math.Max(_last + 1, ((now + TransitSeconds) / StepSeconds) - 1);
        Assert.That(_last, Is.LessThanOrEqualTo((now / StepSeconds) + 1), "The test asks for more codes than the host's tolerance has.");
        return Code(_last);
    }

    /// <summary>The code that <see cref="Next"/> showed last.</summary>
    public string Last() => Code(_last);

    /// <summary>Six digits that are no code of any step near.</summary>
    public string Wrong()
    {
        var good = Enumerable.Range(-3, 8).Select(near => Code((TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / StepSeconds) + near)).ToHashSet();
        return Enumerable.Range(0, 20).Select(n => n.ToString("D6", CultureInfo.InvariantCulture)).First(code => !good.Contains(code));
    }

    private string Code(long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238's default, which authenticator apps expect.
        var mac = HMACSHA1.HashData(Decode(base32), counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(mac[^1] & 0x0f, 4)) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string text)
    {
        var bytes = new List<byte>();
        int buffer = 0, bits = 0;
        foreach (var character in text.Where(char.IsLetterOrDigit))
        {
            buffer = (buffer << 5) | Alphabet.IndexOf(character, StringComparison.Ordinal);
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(buffer >> bits));
            }
        }

        return [.. bytes];
    }
}
