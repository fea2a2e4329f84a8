using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Identity;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>Changes the password. The kit itself ends the other sessions, by the event that this raises.</summary>
[RequireSession]
public sealed class PasswordModel(AccountManager accounts) : PortalPageModel
{
    [BindProperty]
    public string? Current { get; set; }

    [BindProperty]
    public string? New { get; set; }

    public ValueTask<int> GetMinPasswordLengthAsync() => accounts.GetMinPasswordLengthAsync(Session.Subject, HttpContext.RequestAborted);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) =>
        await accounts.ChangePasswordAsync(
            Session.Subject, Current ?? string.Empty, New ?? string.Empty, Session.Id.ToString(), cancellationToken) switch
        {
            PasswordChangeOutcome.Changed => Redirect("/?done=password-changed"),
            PasswordChangeOutcome.Locked locked => ShowTrouble($"Too many failures. Try again in {Wait(locked.RetryAfter)}."),
            PasswordChangeOutcome.Refused refused => ShowProblems(refused.Problems, "newPassword"),
            _ => ShowProblems([new InputProblem("currentPassword", "wrong", "This is not your current password.")], "currentPassword"),
        };
}
