using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SecurityKit.AspNetCore;
using SecurityKit.Mfa;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>The second step of a sign-in. The challenge is in a cookie that scripts cannot read.</summary>
[NetworkThrottle(ThrottleKind.SignIn)]
public sealed class SecondFactorModel(SignInFlow signIn, PasskeyFlow passkeys, FirstAdministrator administrator, IOptionsMonitor<MfaOptions> options)
    : CodePageModel(passkeys)
{
    [BindProperty]
    public bool RememberDevice { get; set; }

    public override int RememberDays => (int)options.CurrentValue.TrustedDevices.Lifetime.TotalDays;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await ChooseMethodAsync(cancellationToken);
        return Method is { } method ? await VerifyAsync(method, Code, cancellationToken) : Page();
    }

    public async Task<IActionResult> OnPostPasskeyAsync(CancellationToken cancellationToken)
    {
        await ChooseMethodAsync(cancellationToken);
        return Method is null ? Page() : await VerifyAsync(MfaMethod.Passkey, Credential, cancellationToken);
    }

    protected override async Task<IReadOnlyList<MfaMethod>> FindMethodsAsync(CancellationToken cancellationToken) =>
        await signIn.GetMethodsAsync(HttpContext, cancellationToken: cancellationToken) ?? [];

    protected override ValueTask<MfaDelivery> SendAsync(MfaMethod method, CancellationToken cancellationToken) =>
        signIn.SendCodeAsync(HttpContext, challengeToken: null, method, cancellationToken);

    protected override ValueTask<PasskeyStart> PromptAsync(CancellationToken cancellationToken) =>
        Passkeys.BeginChallengeAsync(HttpContext, challengeToken: null, cancellationToken);

    private async Task<IActionResult> VerifyAsync(MfaMethod method, string? proof, CancellationToken cancellationToken)
    {
        var step = await signIn.VerifyAsync(HttpContext, challengeToken: null, method, proof ?? string.Empty, SignInMode.Cookie, RememberDevice, cancellationToken);
        if (step is SignInStep.EnrollmentRequired)
        {
            return Redirect("/authenticators/required");
        }

        if (step is not SignInStep.SignedIn done)
        {
            return ShowTrouble(SignInTroubles.TextOf(step));
        }

        await administrator.AppointAsync(done.Session.Subject, cancellationToken);
        return GoOn();
    }
}
