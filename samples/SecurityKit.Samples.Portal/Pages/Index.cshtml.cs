using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Identity;
using SecurityKit.Mfa;
using SecurityKit.Sessions;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>The front page: an invitation, or how the visitor's account stands.</summary>
public sealed class IndexModel(AccountManager accounts, MfaManager mfa, SessionManager sessions, RoleManager roles) : PortalPageModel
{
    public MfaStatus? Status { get; private set; }

    /// <summary>Until when the visitor's role lets it do without a second factor; null when none is missing.</summary>
    public DateTimeOffset? EnrollBy { get; private set; }

    public string UserName { get; private set; } = string.Empty;

    public int DeviceCount { get; private set; }

    public string? Email { get; private set; }

    public bool IsEmailConfirmed { get; private set; }

    public bool IsAdministrator { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        if (User.FindSession() is not { } session || await accounts.FindAsync(session.Subject, cancellationToken) is not { } account)
        {
            return;
        }

        UserName = account.UserName;
        Email = account.Email;
        IsEmailConfirmed = account.Email is null || account.IsEmailConfirmed;
        Status = await mfa.GetStatusAsync(session.Subject, cancellationToken);
        EnrollBy = (await mfa.GetRequirementAsync(session.Subject, cancellationToken)).EnrollBy;
        DeviceCount = (await sessions.ListAsync(session.Subject, cancellationToken)).Count;
        IsAdministrator = (await roles.ListAssignmentsAsync(session.Subject, cancellationToken)).Any(a => a.Role == FirstAdministrator.RoleName);
    }

    public IActionResult OnPostConfirmation()
    {
        if (User.FindSession() is { } session)
        {
            accounts.RequestEmailConfirmation(session.Subject);
        }

        return Redirect("/?done=confirmation-sent");
    }
}
