using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Sessions;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>The visitor's sessions, and ending them.</summary>
[RequireSession]
public sealed class DevicesModel(SessionManager sessions) : PortalPageModel
{
    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Sessions = [.. (await sessions.ListAsync(Session.Subject, cancellationToken)).Reverse()];

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
