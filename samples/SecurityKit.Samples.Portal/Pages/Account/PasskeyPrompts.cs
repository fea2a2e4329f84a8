using Microsoft.AspNetCore.Mvc;
using SecurityKit.Mfa;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>A passkey prompt for the page's script, or what it shows instead.</summary>
internal static class PasskeyPrompts
{
    internal static IActionResult Of(PasskeyStart start) => start switch
    {
        PasskeyStart.Started started => new ContentResult { Content = started.OptionsJson, ContentType = "application/json" },
        PasskeyStart.ChallengeNotFound => Problem("This sign-in took too long. Begin again with your password."),
        PasskeyStart.NotEnrolled => Problem("You have no passkey here yet."),
        PasskeyStart.LimitReached => Problem("You have as many authenticators as you may have. Remove one first."),
        _ => Problem("Passkeys are not set up here."),
    };

    internal static IActionResult Problem(string sentence) =>
        new ContentResult { Content = sentence, ContentType = "text/plain; charset=utf-8", StatusCode = StatusCodes.Status409Conflict };
}
