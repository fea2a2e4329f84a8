using System.Text.Json.Serialization;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>An account as an administrator sees it.</summary>
internal sealed record AccountAnswer(
    string Subject,
    string UserName,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Email,
    bool EmailConfirmed,
    bool Disabled,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? PasswordChangedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? LastSignInAt,
    string Clearance)
{
    internal static AccountAnswer Of(Account account, SensitivityLevel clearance) => new(
        account.Subject, account.UserName, account.Email, account.IsEmailConfirmed, account.Status == AccountStatus.Disabled,
        Known(account.CreatedAt), Known(account.PasswordChangedAt), account.LastSignInAt?.UtcDateTime, SensitivityLevels.NameOf(clearance));

    private static DateTime? Known(DateTimeOffset time) => time == DateTimeOffset.UnixEpoch ? null : time.UtcDateTime;

    public override string ToString() => $"{nameof(AccountAnswer)} {{ Subject = {Subject} }}";
}
