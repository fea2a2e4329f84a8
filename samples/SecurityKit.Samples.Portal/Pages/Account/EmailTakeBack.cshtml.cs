using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Identity;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>Takes a change of address back by the token that the address before was sent, at a click.</summary>
[NetworkThrottle(ThrottleKind.PasswordReset)]
public sealed class EmailTakeBackModel(AccountManager accounts) : PortalPageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    public string? Outcome { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Outcome = await accounts.TakeBackEmailChangeAsync(Token ?? string.Empty, cancellationToken) switch
        {
            EmailConfirmation.Confirmed => "The change is taken back. A mail to set a new password is on its way to this address.",
            EmailConfirmation.Taken => "Another account has confirmed this address since. Tell the operator.",
            _ => "This link is not good any more.",
        };
        return Page();
    }
}
