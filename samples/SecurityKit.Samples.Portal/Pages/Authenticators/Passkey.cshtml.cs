using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Mfa;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>Registers a passkey. It is active with the browser's answer.</summary>
[RequireSession]
public sealed class PasskeyModel(PasskeyFlow passkeys, EnrollmentGuard guard) : PortalPageModel
{
    [BindProperty]
    public string? Name { get; set; }

    /// <summary>The browser's answer to the prompt, as JSON.</summary>
    [BindProperty]
    public string? Credential { get; set; }

    public IReadOnlyList<string>? RecoveryCodes { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        await guard.NeedsStepUpAsync(Session, cancellationToken) ? StepUp() : Page();

    public async Task<IActionResult> OnPostPasskeyOptionsAsync(CancellationToken cancellationToken) =>
        await guard.NeedsStepUpAsync(Session, cancellationToken)
            ? PasskeyPrompts.Problem("Your second factor was given too long ago. Load the page again.")
            : PasskeyPrompts.Of(await passkeys.BeginRegistrationAsync(HttpContext, cancellationToken));

    public async Task<IActionResult> OnPostPasskeyAsync(CancellationToken cancellationToken)
    {
        if (await guard.NeedsStepUpAsync(Session, cancellationToken))
        {
            return StepUp();
        }

        switch (await passkeys.RegisterAsync(HttpContext, Name, Credential ?? string.Empty, cancellationToken))
        {
            case PasskeyRegistration.Registered { RecoveryCodes: { Count: > 0 } codes }:
                RecoveryCodes = codes;
                return Page();
            case PasskeyRegistration.Registered:
                return Redirect("/authenticators?done=authenticator-added");
            case PasskeyRegistration.Refused refused:
                return ShowProblems(refused.Problems, "name");
            case PasskeyRegistration.LimitReached:
                return ShowTrouble("You have as many authenticators as you may have. Remove one first.");
            default:
                return ShowTrouble("This passkey could not be registered. Try again.");
        }
    }

    private static RedirectResult StepUp() => new("/account/step-up?returnUrl=/authenticators/passkey");
}
