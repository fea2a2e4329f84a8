using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>The first step of a sign-in.</summary>
[NetworkThrottle(ThrottleKind.SignIn)]
public sealed class SignInModel(SignInFlow signIn, FirstAdministrator administrator) : PortalPageModel
{
    [BindProperty]
    public string? UserName { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var step = await signIn.SignInAsync(HttpContext, UserName ?? string.Empty, Password ?? string.Empty, SignInMode.Cookie, cancellationToken);
        switch (step)
        {
            case SignInStep.SignedIn done:
                await administrator.AppointAsync(done.Session.Subject, cancellationToken);
                return done.IsPasswordExpired ? Redirect("/account/password") : GoOn();
            case SignInStep.MfaRequired:
                return RedirectToPage("/Account/SecondFactor", new { ReturnUrl });
            default:
                return ShowTrouble(SignInTroubles.TextOf(step));
        }
    }
}
