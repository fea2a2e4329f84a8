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
[AllowPendingEnrollment]
public sealed class TotpModel(MfaManager mfa, AccountManager accounts, SignInFlow signIn) : EnrollmentPageModel(mfa, signIn)
{
    [BindProperty]
    public string? Name { get; set; }

    /// <summary>What to scan or to type, in the answer that began the set-up and never again.</summary>
    public TotpEnrollment? Enrollment { get; private set; }

    protected override string WrongCode => "This code is wrong. Check that the clock of your device is right, and give the code shown now.";

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await AskForStepUpAsync() is { } stepUp)
        {
            return stepUp;
        }

        var account = await accounts.FindAsync(Session.Subject, cancellationToken);
        switch (await Mfa.BeginTotpEnrollmentAsync(Session.Subject, account?.UserName ?? Session.Subject, Name, cancellationToken))
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
}
