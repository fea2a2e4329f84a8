using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Mfa;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>The second step of a sign-in. The challenge is in a cookie that scripts cannot read.</summary>
[NetworkThrottle(ThrottleKind.SignIn)]
public sealed class SecondFactorModel(SignInFlow signIn, FirstAdministrator administrator) : PortalPageModel
{
    [BindProperty(SupportsGet = true)]
    public string? MethodName { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    /// <summary>The method the page asks for; null when there is no sign-in to complete.</summary>
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

        var step = await signIn.VerifyAsync(HttpContext, challengeToken: null, method, Code ?? string.Empty, SignInMode.Cookie, cancellationToken);
        if (step is not SignInStep.SignedIn done)
        {
            return ShowTrouble(SignInTroubles.TextOf(step));
        }

        await administrator.AppointAsync(done.Session.Subject, cancellationToken);
        return GoOn();
    }

    public async Task<IActionResult> OnPostSendAsync(CancellationToken cancellationToken)
    {
        await ReadMethodsAsync(cancellationToken);
        if (Method is not { } method)
        {
            return Page();
        }

        switch (await signIn.SendCodeAsync(HttpContext, challengeToken: null, method, cancellationToken))
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
        if (await signIn.GetMethodsAsync(HttpContext, cancellationToken: cancellationToken) is not { Count: > 0 } methods)
        {
            return;
        }

        Method = MfaMethods.TryParse(MethodName, out var chosen) && methods.Contains(chosen) ? chosen : methods[0];
        Others = [.. methods.Where(m => m != Method)];
    }
}
