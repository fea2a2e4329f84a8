using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Identity;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>Makes the new address the account's by the token of the mail, at a click.</summary>
[NetworkThrottle(ThrottleKind.PasswordReset)]
public sealed class EmailConfirmModel(AccountManager accounts) : PortalPageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    public string? Outcome { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Outcome = await accounts.ConfirmEmailChangeAsync(Token ?? string.Empty, cancellationToken) switch
        {
            EmailConfirmation.Confirmed => "This is your address now.",
            EmailConfirmation.Taken => "Another account has confirmed this address before.",
            _ => "This link is not good any more.",
        };
        return Page();
    }
}
