using System.Text.Json.Serialization;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>An API key as it is listed: without its secret.</summary>
internal sealed record ApiKeyAnswer(
    string Id,
    string Name,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Networks,
    DateTime CreatedAt,
    DateTime ExpiresAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? LastUsedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? RevokedAt,
    bool Suspended,
    IReadOnlyList<string> Suspensions,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ReplacedBy)
{
    private static readonly (ApiKeySuspensions Cause, string Name)[] Names =
    [
        (ApiKeySuspensions.AccountDisabled, "account_disabled"), (ApiKeySuspensions.Frozen, "frozen"), (ApiKeySuspensions.PasswordReset, "password_reset"),
    ];

    internal static ApiKeyAnswer Of(ApiKey key) => new(
        key.Id, key.Name, key.Scopes, [.. key.Networks.Select(network => network.ToString())], key.CreatedAt.UtcDateTime, key.ExpiresAt.UtcDateTime,
        key.LastUsedAt?.UtcDateTime, key.RevokedAt?.UtcDateTime, key.IsSuspended, SuspensionsOf(key), key.ReplacedBy);

    private static string[] SuspensionsOf(ApiKey key) =>
        [.. Names.Where(known => key.Suspensions.HasFlag(known.Cause)).Select(known => known.Name)];
}
