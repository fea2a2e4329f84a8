using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>Ends the session. A link alone does not: that would let other sites sign people out.</summary>
[AllowPendingStepUp]
[AllowPendingEnrollment]
public sealed class SignOutModel(SignInFlow signIn) : PortalPageModel
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await signIn.SignOutAsync(HttpContext, cancellationToken);
        return Redirect("/?done=signed-out");
    }
}
