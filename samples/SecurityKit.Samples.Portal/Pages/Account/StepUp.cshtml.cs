using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Mfa;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>Asks for a second factor inside a session, and goes back to what needed it.</summary>
[RequireSession]
[AllowPendingStepUp]
public sealed class StepUpModel(SignInFlow signIn, PasskeyFlow passkeys, MfaManager mfa) : CodePageModel(passkeys)
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await ChooseMethodAsync(cancellationToken);
        return Method is { } method ? Show(await signIn.StepUpAsync(HttpContext, method, Code ?? string.Empty, cancellationToken)) : Page();
    }

    public async Task<IActionResult> OnPostPasskeyAsync(CancellationToken cancellationToken)
    {
        await ChooseMethodAsync(cancellationToken);
        return Method is null ? Page() : Show(await Passkeys.StepUpAsync(HttpContext, Credential ?? string.Empty, cancellationToken));
    }

    protected override async Task<IReadOnlyList<MfaMethod>> FindMethodsAsync(CancellationToken cancellationToken)
    {
        var status = await mfa.GetStatusAsync(Session.Subject, cancellationToken);
        var has = status.Authenticators.Select(a => a.Method).ToHashSet();
        if (status.RecoveryCodesLeft > 0)
        {
            has.Add(MfaMethod.RecoveryCode);
        }

        if (!Passkeys.IsAvailable)
        {
            has.Remove(MfaMethod.Passkey);
        }

        MfaMethod[] strongestFirst = [MfaMethod.Passkey, MfaMethod.Totp, MfaMethod.Sms, MfaMethod.Email, MfaMethod.RecoveryCode];
        return [.. strongestFirst.Where(has.Contains)];
    }

    protected override ValueTask<MfaDelivery> SendAsync(MfaMethod method, CancellationToken cancellationToken) =>
        mfa.SendStepUpCodeAsync(Session.Subject, method, cancellationToken: cancellationToken);

    protected override ValueTask<PasskeyStart> PromptAsync(CancellationToken cancellationToken) => Passkeys.BeginStepUpAsync(HttpContext, cancellationToken);

    private IActionResult Show(StepUpOutcome outcome) => outcome switch
    {
        StepUpOutcome.SteppedUp => GoOn("/?done=stepped-up"),
        StepUpOutcome.Throttled throttled => ShowTrouble($"Too many codes were tried. Try again in {Wait(throttled.RetryAfter)}."),
        StepUpOutcome.InvalidCode => ShowTrouble("This was not right, or was used before."),
        _ => Redirect("/account/sign-in"),
    };
}
