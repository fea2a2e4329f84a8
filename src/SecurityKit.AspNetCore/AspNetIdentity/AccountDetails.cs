using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>
/// What the kit knows of an account and ASP.NET Core Identity has no column for. It is kept as one of the user's tokens, and so written in the same
/// transaction as the user's row, or not at all.
/// </summary>
/// <param name="CreatedAt">When the account was registered; null for one that was there before the kit.</param>
/// <param name="PasswordVersion">The version of the password whose hash has <paramref name="PasswordDigest"/>.</param>
/// <param name="PasswordDigest">The digest of that hash: the framework's own pages change the hash without knowing of this.</param>
/// <param name="PasswordChangedAt">When that password was set; null when not known.</param>
/// <param name="PasswordHistory">Hashes of earlier passwords, the newest first.</param>
/// <param name="LastSignInAt">The last completed password sign-in.</param>
internal sealed record AccountDetails(
    DateTimeOffset? CreatedAt, long PasswordVersion, string PasswordDigest, DateTimeOffset? PasswordChangedAt, IReadOnlyList<string> PasswordHistory,
    DateTimeOffset? LastSignInAt)
{
    private const int DigestBytes = 16;

    /// <summary>Of an account, as it is to be kept.</summary>
    internal static AccountDetails Of(AccountRecord account) => new(
        account.CreatedAt == DateTimeOffset.UnixEpoch ? null : account.CreatedAt, account.PasswordVersion, Digest(account.PasswordHash),
        account.PasswordChangedAt == DateTimeOffset.UnixEpoch ? null : account.PasswordChangedAt, account.PasswordHistory, account.LastSignInAt);

    /// <summary>Of a user whom the kit has not written yet, or whose password was changed by others since.</summary>
    internal static AccountDetails Of(string? json, string passwordHash)
    {
        var kept = json is null ? null : JsonSerializer.Deserialize(json, AccountDetailsJson.Default.AccountDetails);
        var digest = Digest(passwordHash);
        return kept is not null && string.Equals(kept.PasswordDigest, digest, StringComparison.Ordinal)
            ? kept
            : new AccountDetails(kept?.CreatedAt, VersionOf(passwordHash), digest, null, kept?.PasswordHistory ?? [], kept?.LastSignInAt);
    }

    internal string ToJson() => JsonSerializer.Serialize(this, AccountDetailsJson.Default.AccountDetails);

    /// <summary>Nothing: it holds hashes.</summary>
    /// <returns>A text that is safe to log.</returns>
    public override string ToString() => nameof(AccountDetails);

    private static string Digest(string passwordHash) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(passwordHash)).AsSpan(0, DigestBytes));

    /// <summary>A version that changes with the hash, far above those that are counted, with room for counting on from it.</summary>
    private static long VersionOf(string passwordHash)
    {
        var bits = BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(passwordHash)));
        return (bits & 0x3FFF_FFFF_FFFF_0000) | 0x4000_0000_0000_0000;
    }
}
