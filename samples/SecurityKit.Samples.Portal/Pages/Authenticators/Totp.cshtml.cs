using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Identity;
using SecurityKit.Mfa;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>
/// Sets up an authenticator app: a name, the QR code, a code that confirms it. The secret is in the one answer that shows it; after a wrong
/// code the page asks again without it.
/// </summary>
[RequireSession]
public sealed class TotpModel(MfaManager mfa, AccountManager accounts, EnrollmentGuard guard) : PortalPageModel
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? AuthenticatorId { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    /// <summary>What to scan or to type, in the answer that began the set-up and never again.</summary>
    public TotpEnrollment? Enrollment { get; private set; }

    public IReadOnlyList<string>? RecoveryCodes { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await guard.NeedsStepUpAsync(Session, cancellationToken))
        {
            return Redirect("/account/step-up?returnUrl=/authenticators/totp");
        }

        var account = await accounts.FindAsync(Session.Subject, cancellationToken);
        switch (await mfa.BeginTotpEnrollmentAsync(Session.Subject, account?.UserName ?? Session.Subject, Name, cancellationToken))
        {
            case TotpEnrollmentStart.Started { Enrollment: { } enrollment }:
                (Enrollment, AuthenticatorId) = (enrollment, enrollment.AuthenticatorId);
                return Page();
            case TotpEnrollmentStart.Refused refused:
                return ShowProblems(refused.Problems, "name");
            default:
                return ShowTrouble("You have as many authenticators as you may have. Remove one first.");
        }
    }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancellationToken)
    {
        if (await guard.NeedsStepUpAsync(Session, cancellationToken))
        {
            return Redirect("/account/step-up?returnUrl=/authenticators/totp");
        }

        switch (await mfa.ConfirmAsync(Session.Subject, AuthenticatorId ?? string.Empty, Code, cancellationToken))
        {
            case MfaConfirmation.Confirmed { RecoveryCodes: { Count: > 0 } codes }:
                RecoveryCodes = codes;
                return Page();
            case MfaConfirmation.Confirmed:
                return Redirect("/authenticators?done=authenticator-added");
            case MfaConfirmation.Throttled throttled:
                return ShowTrouble($"Too many codes were tried. Try again in {Wait(throttled.RetryAfter)}.");
            case MfaConfirmation.Invalid:
                return ShowTrouble("This code is wrong. Check that the clock of your device is right, and give the code shown now.");
            default:
                AuthenticatorId = null;
                return ShowTrouble("This set-up is over. Begin again.");
        }
    }
}
