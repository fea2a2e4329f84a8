using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Mfa;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>Sets up codes by text message or e-mail.</summary>
[RequireSession]
public sealed class SentCodeModel(MfaManager mfa, EnrollmentGuard guard) : PortalPageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Channel { get; set; }

    [BindProperty]
    public string? Destination { get; set; }

    [BindProperty]
    public string? AuthenticatorId { get; set; }

    [BindProperty]
    public string? SentTo { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    public IReadOnlyList<string>? RecoveryCodes { get; private set; }

    public MfaMethod Method => Channel == "sms" ? MfaMethod.Sms : MfaMethod.Email;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await guard.NeedsStepUpAsync(Session, cancellationToken))
        {
            return Redirect($"/account/step-up?returnUrl=/authenticators/{Channel}");
        }

        switch (await mfa.BeginSentCodeEnrollmentAsync(Session.Subject, Method, Destination, cancellationToken: cancellationToken))
        {
            case SentCodeEnrollmentStart.Started started:
                ModelState.Clear();
                (AuthenticatorId, SentTo) = (started.AuthenticatorId, started.MaskedDestination);
                return Page();
            case SentCodeEnrollmentStart.Refused refused:
                return ShowProblems(refused.Problems, "destination");
            case SentCodeEnrollmentStart.Throttled throttled:
                return ShowTrouble($"Too many codes were sent. Try again in {Wait(throttled.RetryAfter)}.");
            case SentCodeEnrollmentStart.LimitReached:
                return ShowTrouble("You have as many authenticators as you may have. Remove one first.");
            default:
                return ShowTrouble("Codes cannot be sent this way here.");
        }
    }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancellationToken)
    {
        if (await guard.NeedsStepUpAsync(Session, cancellationToken))
        {
            return Redirect($"/account/step-up?returnUrl=/authenticators/{Channel}");
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
                return ShowTrouble("This code is wrong or has expired.");
            default:
                SentTo = null;
                return ShowTrouble("This set-up is over. Begin again.");
        }
    }
}
