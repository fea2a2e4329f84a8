using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Identity;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>The visitor's API keys. Making one asks those who have a second factor for a fresh one.</summary>
[RequireSession]
public sealed class ApiKeysModel(ApiKeyManager keys) : PortalPageModel
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Scopes { get; set; }

    public IReadOnlyList<ApiKey> Keys { get; private set; } = [];

    /// <summary>Whether a password reset took keys out of use that their holder may take back into it.</summary>
    public bool HasWaitingKeys => Keys.Any(key => key.RevokedAt is null && key.Suspensions.HasFlag(ApiKeySuspensions.PasswordReset));

    /// <summary>The key's text, in the answer that made it and never again.</summary>
    public string? NewKey { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken) => await ReadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await EnrollmentRule.NeedsStepUpAsync(HttpContext))
        {
            return Redirect("/account/step-up?returnUrl=/api-keys");
        }

        var scopes = (Scopes ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var creation = await keys.CreateAsync(new ApiKeyRequest(Session.Subject, Name ?? string.Empty, scopes), cancellationToken);
        NewKey = (creation as ApiKeyCreation.Created)?.Text;
        await ReadAsync(cancellationToken);
        return creation switch
        {
            ApiKeyCreation.Created => Page(),
            ApiKeyCreation.Refused refused => ShowProblems(refused.Problems, "name", "scopes"),
            ApiKeyCreation.TooMany => ShowTrouble("You have as many keys as you may have. Revoke one first."),
            _ => ShowTrouble("Your account may not have keys now."),
        };
    }

    public async Task<IActionResult> OnPostRevokeAsync(string? id, CancellationToken cancellationToken) =>
        await keys.RevokeAsync(Session.Subject, id ?? string.Empty, cancellationToken) ? Redirect("/api-keys?done=key-revoked") : NotFound();

    public async Task<IActionResult> OnPostResumeAsync(CancellationToken cancellationToken)
    {
        if (await EnrollmentRule.NeedsStepUpAsync(HttpContext))
        {
            return Redirect("/account/step-up?returnUrl=/api-keys");
        }

        await keys.ResumeAllAsync(Session.Subject, ApiKeySuspensions.PasswordReset, cancellationToken);
        return Redirect("/api-keys?done=keys-resumed");
    }

    private async Task ReadAsync(CancellationToken cancellationToken) => Keys = await keys.ListAsync(Session.Subject, cancellationToken);
}
