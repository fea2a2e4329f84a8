using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Identity;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>Asks for a mail that lets a password be set anew.</summary>
[NetworkThrottle(ThrottleKind.PasswordReset)]
public sealed class ForgotModel(AccountManager accounts) : PortalPageModel
{
    [BindProperty]
    public string? Email { get; set; }

    public IActionResult OnPost()
    {
        var problems = accounts.RequestPasswordReset(Email ?? string.Empty);
        return problems.Count > 0 ? ShowProblems(problems, "email") : Redirect("/account/sign-in?done=reset-requested");
    }
}
