using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Mfa;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>Sets up codes by text message or e-mail.</summary>
[RequireSession]
[AllowPendingEnrollment]
public sealed class SentCodeModel(MfaManager mfa, SignInFlow signIn) : EnrollmentPageModel(mfa, signIn)
{
    [BindProperty(SupportsGet = true)]
    public string? Channel { get; set; }

    [BindProperty]
    public string? Destination { get; set; }

    [BindProperty]
    public string? SentTo { get; set; }

    public MfaMethod Method => Channel == "sms" ? MfaMethod.Sms : MfaMethod.Email;

    protected override string WrongCode => "This code is wrong or has expired.";

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await AskForStepUpAsync() is { } stepUp)
        {
            return stepUp;
        }

        if (Session.IsForEnrollment && Method == MfaMethod.Email)
        {
            return ShowTrouble("Your role demands something stronger than codes by e-mail.");
        }

        switch (await Mfa.BeginSentCodeEnrollmentAsync(Session.Subject, Method, Destination, cancellationToken: cancellationToken))
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

    protected override void BeginAnew() => SentTo = null;
}
