using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Mfa;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>Registers a passkey. It is active with the browser's answer.</summary>
[RequireSession]
[AllowPendingEnrollment]
public sealed class PasskeyModel(PasskeyFlow passkeys, SignInFlow signIn) : PortalPageModel
{
    [BindProperty]
    public string? Name { get; set; }

    /// <summary>The browser's answer to the prompt, as JSON.</summary>
    [BindProperty]
    public string? Credential { get; set; }

    public IReadOnlyList<string>? RecoveryCodes { get; private set; }

    public async Task<IActionResult> OnGetAsync() =>
        await EnrollmentRule.NeedsStepUpAsync(HttpContext) ? StepUp() : Page();

    public async Task<IActionResult> OnPostPasskeyOptionsAsync(CancellationToken cancellationToken) =>
        await EnrollmentRule.NeedsStepUpAsync(HttpContext)
            ? PasskeyPrompts.Problem("Your second factor was given too long ago. Load the page again.")
            : PasskeyPrompts.Of(await passkeys.BeginRegistrationAsync(HttpContext, cancellationToken));

    public async Task<IActionResult> OnPostPasskeyAsync(CancellationToken cancellationToken)
    {
        if (await EnrollmentRule.NeedsStepUpAsync(HttpContext))
        {
            return StepUp();
        }

        var outcome = await passkeys.RegisterAsync(HttpContext, Name, Credential ?? string.Empty, cancellationToken);
        if (outcome is PasskeyRegistration.Registered { Factor: { } factor })
        {
            await signIn.CompleteEnrollmentAsync(HttpContext, factor, cancellationToken);
        }

        switch (outcome)
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
