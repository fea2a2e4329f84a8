using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Identity;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>Confirms an address by the token of the mail. A click decides, not the page's loading: scanners of mail follow links.</summary>
[NetworkThrottle(ThrottleKind.PasswordReset)]
public sealed class ConfirmModel(AccountManager accounts) : PortalPageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    public string? Outcome { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Outcome = await accounts.ConfirmEmailAsync(Token ?? string.Empty, cancellationToken) switch
        {
            EmailConfirmation.Confirmed => "Your address is confirmed.",
            EmailConfirmation.Taken => "Another account has confirmed this address before.",
            _ => "This link is not good any more.",
        };
        return Page();
    }
}
