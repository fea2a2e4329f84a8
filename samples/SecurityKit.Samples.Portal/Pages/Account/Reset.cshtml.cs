using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Identity;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>Takes the token of the mail and a new password. Signs nobody in.</summary>
[NetworkThrottle(ThrottleKind.PasswordReset)]
public sealed class ResetModel(AccountManager accounts, PasswordPolicy policy) : PortalPageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    [BindProperty]
    public string? New { get; set; }

    /// <summary>Whose link it is shows when it is used, so both lengths are named.</summary>
    public int MinPasswordLength => policy.GetMinLength(hasSecondFactor: false);

    public int MinPasswordLengthBesideFactor => policy.GetMinLength(hasSecondFactor: true);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) =>
        await accounts.ResetPasswordAsync(Token ?? string.Empty, New ?? string.Empty, cancellationToken) switch
        {
            PasswordResetOutcome.Reset => Redirect("/account/sign-in?done=password-reset"),
            PasswordResetOutcome.Refused refused => ShowProblems(refused.Problems, "newPassword"),
            _ => ShowTrouble("This link is not good any more: it works once and for half an hour. Ask for another."),
        };
}
