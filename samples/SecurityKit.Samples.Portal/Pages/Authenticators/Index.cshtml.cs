using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Mfa;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>The visitor's authenticators and recovery codes. Removing and renewing ask for a fresh second factor.</summary>
[RequireSession]
public sealed class AuthenticatorsModel(MfaManager mfa, PasskeyFlow passkeys) : PortalPageModel
{
    public MfaStatus Status { get; private set; } = new([], 0);

    /// <summary>New recovery codes, in the answer that made them and never again.</summary>
    public IReadOnlyList<string>? NewCodes { get; private set; }

    public bool OffersPasskeys => passkeys.IsAvailable;

    public async Task OnGetAsync(CancellationToken cancellationToken) => await ReadAsync(cancellationToken);

    public async Task<IActionResult> OnPostRemoveAsync(string? id, CancellationToken cancellationToken)
    {
        switch (await mfa.RemoveAsync(Session.Subject, id ?? string.Empty, Session.Factors, cancellationToken))
        {
            case MfaChange.Done:
                return Redirect("/authenticators?done=authenticator-removed");
            case MfaChange.StepUpRequired:
                return StepUp();
            case MfaChange.RequiredByPolicy:
                await ReadAsync(cancellationToken);
                return ShowTrouble("A role of yours demands a second factor, and this is the last one. Set up another first.");
            default:
                return NotFound();
        }
    }

    public async Task<IActionResult> OnPostRenameAsync(string? id, string? name, CancellationToken cancellationToken)
    {
        switch (await mfa.RenameAsync(Session.Subject, id ?? string.Empty, name, cancellationToken))
        {
            case AuthenticatorRenaming.Renamed:
                return Redirect("/authenticators?done=authenticator-renamed");
            case AuthenticatorRenaming.Refused refused:
                await ReadAsync(cancellationToken);
                return ShowProblems(refused.Problems);
            default:
                return NotFound();
        }
    }

    public async Task<IActionResult> OnPostRegenerateAsync(CancellationToken cancellationToken)
    {
        var outcome = await mfa.RegenerateRecoveryCodesAsync(Session.Subject, Session.Factors, cancellationToken);
        if (outcome is RecoveryCodeRegeneration.StepUpRequired)
        {
            return StepUp();
        }

        NewCodes = (outcome as RecoveryCodeRegeneration.Regenerated)?.RecoveryCodes;
        await ReadAsync(cancellationToken);
        return Page();
    }

    private static RedirectResult StepUp() => new("/account/step-up?returnUrl=/authenticators");

    private async Task ReadAsync(CancellationToken cancellationToken) => Status = await mfa.GetStatusAsync(Session.Subject, cancellationToken);
}
