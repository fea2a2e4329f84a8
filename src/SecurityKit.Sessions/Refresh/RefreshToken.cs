using System.Buffers.Text;
using System.Security.Cryptography;

namespace SecurityKit.Sessions;

/// <summary>
/// The parts of a refresh token: <c>session id "." base64url(family secret, 16 bytes | token secret, 32 bytes)</c>. The family secret is
/// the same in all tokens of a session: it tells a used-up token, whose holder once was trusted, from a guess, which must not end the session.
/// </summary>
internal sealed class RefreshToken
{
    private const int FamilyBytes = 16;
    private const int SecretBytes = 32;
    private const int EncodedLength = 64;

    private static readonly byte[] SealPurpose = "securitykit.sessions.refresh.successor"u8.ToArray();

    private readonly byte[] _family;
    private readonly byte[] _secret;

    private RefreshToken(SessionId sessionId, byte[] family, byte[] secret)
    {
        SessionId = sessionId;
        _family = family;
        _secret = secret;
    }

    internal SessionId SessionId { get; }

    internal byte[] FamilyHash => SHA256.HashData(_family);

    internal byte[] TokenHash => SHA256.HashData(_secret);

    internal string Text => $"{SessionId}.{Base64Url.EncodeToString([.. _family, .. _secret])}";

    internal static RefreshToken First(SessionId sessionId) =>
        new(sessionId, RandomNumberGenerator.GetBytes(FamilyBytes), RandomNumberGenerator.GetBytes(SecretBytes));

    internal static RefreshToken? TryParse(string? text)
    {
        if (text is null || text.Length != SessionId.TextLength + 1 + EncodedLength || text[SessionId.TextLength] != '.'
            || !SessionId.TryParse(text.AsSpan(0, SessionId.TextLength), null, out var id))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[FamilyBytes + SecretBytes];
        return Base64Url.IsValid(text.AsSpan(SessionId.TextLength + 1), out var length) && length == bytes.Length
            && Base64Url.TryDecodeFromChars(text.AsSpan(SessionId.TextLength + 1), bytes, out _)
            ? new RefreshToken(id, bytes[..FamilyBytes].ToArray(), bytes[FamilyBytes..].ToArray())
            : null;
    }

    internal RefreshToken Next() => new(SessionId, _family, RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>
    /// Seals the successor so that only the holder of this token can have it again. Each token seals one successor that is kept, so the
    /// pad derived from its 256-bit secret is used once.
    /// </summary>
    internal byte[] Seal(RefreshToken successor) => Pad(successor._secret);

    internal RefreshToken Unseal(byte[] sealedSuccessor) => new(SessionId, _family, Pad(sealedSuccessor));

    private byte[] Pad(byte[] value)
    {
        var result = HMACSHA256.HashData(_secret, SealPurpose);
        for (var i = 0; i < result.Length; i++)
        {
            result[i] ^= value[i];
        }

        return result;
    }
}
