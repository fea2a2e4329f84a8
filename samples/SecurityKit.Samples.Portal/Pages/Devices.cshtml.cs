using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Mfa;
using SecurityKit.Sessions;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>The visitor's sessions, and ending them.</summary>
[RequireSession]
public sealed class DevicesModel(SessionManager sessions, MfaManager mfa) : PortalPageModel
{
    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    /// <summary>Devices that need not show a second factor for a while.</summary>
    public IReadOnlyList<TrustedDevice> Trusted { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Sessions = [.. (await sessions.ListAsync(Session.Subject, cancellationToken)).Reverse()];
        Trusted = await mfa.GetTrustedDevicesAsync(Session.Subject, cancellationToken);
    }

    public async Task<IActionResult> OnPostForgetAsync(string? id, CancellationToken cancellationToken) =>
        await mfa.RevokeTrustedDeviceAsync(Session.Subject, id ?? string.Empty, cancellationToken) ? Redirect("/devices?done=device-forgotten") : NotFound();

    public async Task<IActionResult> OnPostForgetAllAsync(CancellationToken cancellationToken)
    {
        await mfa.RevokeAllTrustedDevicesAsync(Session.Subject, cancellationToken);
        return Redirect("/devices?done=device-forgotten");
    }

    public async Task<IActionResult> OnPostRevokeAsync(string? id, CancellationToken cancellationToken)
    {
        if (!SessionId.TryParse(id, provider: null, out var session))
        {
            return NotFound();
        }

        await sessions.RevokeAsync(session, Session.Subject, SessionEndReasons.RevokedBySubject, cancellationToken);
        return Redirect("/devices?done=device-revoked");
    }

    public async Task<IActionResult> OnPostRevokeOthersAsync(CancellationToken cancellationToken)
    {
        await sessions.RevokeAllAsync(Session.Subject, Session.Id, SessionEndReasons.RevokedBySubject, cancellationToken);
        return Redirect("/devices?done=others-revoked");
    }
}
