using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>The first step of a sign-in with a password, or all of it with a passkey.</summary>
[NetworkThrottle(ThrottleKind.SignIn)]
public sealed class SignInModel(SignInFlow signIn, PasskeyFlow passkeys, FirstAdministrator administrator) : PortalPageModel
{
    [BindProperty]
    public string? UserName { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>The browser's answer to a passkey prompt, as JSON.</summary>
    [BindProperty]
    public string? Credential { get; set; }

    public bool OffersPasskeys => passkeys.IsAvailable;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => await GoOnAsync(
        await signIn.SignInAsync(HttpContext, UserName ?? string.Empty, Password ?? string.Empty, SignInMode.Cookie, cancellationToken), cancellationToken);

    public async Task<IActionResult> OnPostPasskeyOptionsAsync(CancellationToken cancellationToken) =>
        PasskeyPrompts.Of(await passkeys.BeginSignInAsync(HttpContext, SignInMode.Cookie, cancellationToken));

    public async Task<IActionResult> OnPostPasskeyAsync(CancellationToken cancellationToken)
    {
        var step = await passkeys.SignInAsync(HttpContext, Credential ?? string.Empty, SignInMode.Cookie, cancellationToken);
        return step is SignInStep.InvalidCredentials
            ? ShowTrouble("This passkey is not good here.")
            : await GoOnAsync(step, cancellationToken);
    }

    private async Task<IActionResult> GoOnAsync(SignInStep step, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case SignInStep.SignedIn done:
                await administrator.AppointAsync(done.Session.Subject, cancellationToken);
                return done.IsPasswordExpired ? Redirect("/account/password") : GoOn();
            case SignInStep.EnrollmentRequired:
                return Redirect("/authenticators/required");
            case SignInStep.MfaRequired:
                return RedirectToPage("/Account/SecondFactor", new { ReturnUrl });
            default:
                return ShowTrouble(SignInTroubles.TextOf(step));
        }
    }
}
