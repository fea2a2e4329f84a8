using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Identity;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>Asks for another address. It takes the password, and a fresh second factor of who has one. Whether the address is in use is not told.</summary>
[RequireSession]
public sealed class EmailModel(AccountManager accounts) : PortalPageModel
{
    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await EnrollmentRule.NeedsStepUpAsync(HttpContext))
        {
            return Redirect("/account/step-up?returnUrl=/account/email");
        }

        return await accounts.RequestEmailChangeAsync(Session.Subject, Password ?? string.Empty, Email ?? string.Empty, cancellationToken) switch
        {
            EmailChangeOutcome.Requested => Redirect("/?done=email-change-sent"),
            EmailChangeOutcome.Locked locked => ShowTrouble($"Too many failures. Try again in {Wait(locked.RetryAfter)}."),
            EmailChangeOutcome.Throttled throttled => ShowTrouble($"You have asked for too many changes. Try again in {Wait(throttled.RetryAfter)}."),
            EmailChangeOutcome.Refused refused => ShowProblems(refused.Problems, "email"),
            _ => ShowProblems([new InputProblem("password", "wrong", "This is not your password.")], "password"),
        };
    }
}
