using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Mfa;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>Asks for a second factor inside a session, and goes back to what needed it.</summary>
[RequireSession]
[AllowPendingStepUp]
public sealed class StepUpModel(SignInFlow signIn, MfaManager mfa) : PortalPageModel
{
    [BindProperty(SupportsGet = true)]
    public string? MethodName { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    public MfaMethod? Method { get; private set; }

    public IReadOnlyList<MfaMethod> Others { get; private set; } = [];

    public string? SentTo { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken) => await ReadMethodsAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await ReadMethodsAsync(cancellationToken);
        if (Method is not { } method)
        {
            return Page();
        }

        return await signIn.StepUpAsync(HttpContext, method, Code ?? string.Empty, cancellationToken) switch
        {
            StepUpOutcome.SteppedUp => GoOn("/?done=stepped-up"),
            StepUpOutcome.Throttled throttled => ShowTrouble($"Too many codes were tried. Try again in {Wait(throttled.RetryAfter)}."),
            StepUpOutcome.InvalidCode => ShowTrouble("This code is wrong or was used before."),
            _ => Redirect("/account/sign-in"),
        };
    }

    public async Task<IActionResult> OnPostSendAsync(CancellationToken cancellationToken)
    {
        await ReadMethodsAsync(cancellationToken);
        if (Method is not { } method)
        {
            return Page();
        }

        switch (await mfa.SendStepUpCodeAsync(Session.Subject, method, cancellationToken: cancellationToken))
        {
            case MfaDelivery.Sent sent:
                SentTo = sent.MaskedDestination;
                return Page();
            case MfaDelivery.Throttled throttled:
                return ShowTrouble($"Too many codes were sent. Try again in {Wait(throttled.RetryAfter)}.");
            default:
                return ShowTrouble("The code could not be sent. Choose another way.");
        }
    }

    private async Task ReadMethodsAsync(CancellationToken cancellationToken)
    {
        var status = await mfa.GetStatusAsync(Session.Subject, cancellationToken);
        MfaMethod[] methods = [.. status.Authenticators.Select(a => a.Method).Distinct().Order()];
        if (status.RecoveryCodesLeft > 0)
        {
            methods = [.. methods, MfaMethod.RecoveryCode];
        }

        if (methods.Length > 0 && status.IsEnabled)
        {
            Method = MfaMethods.TryParse(MethodName, out var chosen) && methods.Contains(chosen) ? chosen : methods[0];
            Others = [.. methods.Where(m => m != Method)];
        }
    }
}
