using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Mfa;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>What the pages share that set up a factor by a code: the pending authenticator, its code, and the recovery codes at the first one.</summary>
public abstract class EnrollmentPageModel(MfaManager mfa, SignInFlow signIn) : PortalPageModel
{
    [BindProperty]
    public string? AuthenticatorId { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    public IReadOnlyList<string>? RecoveryCodes { get; private set; }

    protected MfaManager Mfa => mfa;

    /// <summary>What to say of a code that is not right.</summary>
    protected abstract string WrongCode { get; }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancellationToken)
    {
        if (await AskForStepUpAsync() is { } stepUp)
        {
            return stepUp;
        }

        var outcome = await mfa.ConfirmAsync(Session.Subject, AuthenticatorId ?? string.Empty, Code, cancellationToken);
        if (outcome is MfaConfirmation.Confirmed { Factor: { } factor })
        {
            await signIn.CompleteEnrollmentAsync(HttpContext, factor, cancellationToken);
        }

        switch (outcome)
        {
            case MfaConfirmation.Confirmed { RecoveryCodes: { Count: > 0 } codes }:
                RecoveryCodes = codes;
                return Page();
            case MfaConfirmation.Confirmed:
                return Redirect("/authenticators?done=authenticator-added");
            case MfaConfirmation.Throttled throttled:
                return ShowTrouble($"Too many codes were tried. Try again in {Wait(throttled.RetryAfter)}.");
            case MfaConfirmation.Invalid:
                return ShowTrouble(WrongCode);
            default:
                BeginAnew();
                return ShowTrouble("This set-up is over. Begin again.");
        }
    }

    /// <summary>Forgets the pending authenticator, so that the page shows its beginning.</summary>
    protected virtual void BeginAnew() => AuthenticatorId = null;

    /// <summary>Where to go first, for who must prove a factor before adding one; else null.</summary>
    protected async Task<IActionResult?> AskForStepUpAsync() =>
        await EnrollmentRule.NeedsStepUpAsync(HttpContext) ? Redirect($"/account/step-up?returnUrl={Request.Path}") : null;
}
