using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using SecurityKit.Crypto;

namespace SecurityKit.Sessions;

/// <summary>
/// Nonces that any node makes and any node checks without keeping them: <c>base64url(time of issue, 8 bytes | tag, 16 bytes)</c>, the tag
/// being a keyed hash of the time. They show that a proof was made after that time, not before it for later use (RFC 9449, section 8).
/// </summary>
internal sealed class DpopNonces(IKeyedHasher hasher, TimeProvider clock)
{
    private const string Purpose = "sessions.dpop.nonce";
    private const int TimeBytes = 8;
    private const int TagBytes = 16;
    private const int TextLength = 32;

    internal string New()
    {
        Span<byte> nonce = stackalloc byte[TimeBytes + TagBytes];
        BinaryPrimitives.WriteInt64BigEndian(nonce, clock.GetUtcNow().ToUnixTimeMilliseconds());
        hasher.Index(Purpose, nonce[..TimeBytes]).AsSpan(0, TagBytes).CopyTo(nonce[TimeBytes..]);
        return Base64Url.EncodeToString(nonce);
    }

    internal bool IsFresh(string? text, TimeSpan lifetime, TimeSpan skew)
    {
        Span<byte> nonce = stackalloc byte[TimeBytes + TagBytes];
        if (text is not { Length: TextLength } || !Base64Url.IsValid(text.AsSpan()) || !Base64Url.TryDecodeFromChars(text, nonce, out var written)
            || written != nonce.Length
            || !CryptographicOperations.FixedTimeEquals(hasher.Index(Purpose, nonce[..TimeBytes]).AsSpan(0, TagBytes), nonce[TimeBytes..]))
        {
            return false;
        }

        var age = clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(nonce));
        return age < lifetime && age >= -skew;
    }
}
