using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SecurityKit.Crypto;

namespace SecurityKit.Identity;

/// <summary>
/// Tokens for devices that have signed in (OWASP calls them device cookies): random id and time, under a keyed hash that binds the subject.
/// A token gives its device a count of failures of its own, nothing else.
/// </summary>
internal sealed class KnownDevices(IKeyedHasher hasher, IOptionsMonitor<IdentityOptions> options, TimeProvider clock)
{
    private const string Purpose = "identity.device";
    private const int IdBytes = 16;
    private const int HeadBytes = IdBytes + sizeof(long);
    private const int MaxTokenLength = 512;

    internal string Issue(string subject)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        RandomNumberGenerator.Fill(head[..IdBytes]);
        BinaryPrimitives.WriteInt64BigEndian(head[IdBytes..], clock.GetUtcNow().ToUnixTimeMilliseconds());
        var tag = hasher.Hash(Purpose, Bound(subject, head));
        return $"{Base64Url.EncodeToString(head)}.{Base64Url.EncodeToString(tag)}";
    }

    /// <summary>
    /// The device's id, or null for a token that was not made for this account, is too old, or is from before its present password: whoever knew the one before
    /// may have gathered many.
    /// </summary>
    internal string? Recognise(AccountRecord account, string? token)
    {
        if (token is null || token.Length > MaxTokenLength || token.Split('.') is not [var headText, var tagText])
        {
            return null;
        }

        if (!Base64Url.IsValid(headText) || !Base64Url.IsValid(tagText))
        {
            return null;
        }

        var head = Base64Url.DecodeFromChars(headText);
        if (head.Length != HeadBytes || !hasher.Verify(Purpose, Bound(account.Subject, head), Base64Url.DecodeFromChars(tagText)))
        {
            return null;
        }

        var issuedAt = BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(IdBytes));
        var age = clock.GetUtcNow().ToUnixTimeMilliseconds() - issuedAt;
        return age >= 0 && age < options.CurrentValue.Lockout.KnownDeviceLifetime.TotalMilliseconds
            && issuedAt >= account.PasswordChangedAt.ToUnixTimeMilliseconds()
            ? Convert.ToHexStringLower(head.AsSpan(0, IdBytes))
            : null;
    }

    private static byte[] Bound(string subject, ReadOnlySpan<byte> head) => [.. head, .. Encoding.UTF8.GetBytes(subject)];
}
