using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>What a person sees when a page cannot be given: the kind of problem, never its insides.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
public sealed class ProblemModel : PageModel
{
    public string Title { get; private set; } = string.Empty;

    public string Text { get; private set; } = string.Empty;

    public void OnGet(int? status) => Show(status);

    public void OnPost(int? status) => Show(status);

    private void Show(int? status)
    {
        if (HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error is StoreUnavailableException)
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        else if (status is null && Response.StatusCode == StatusCodes.Status200OK)
        {
            Response.StatusCode = StatusCodes.Status403Forbidden;
        }

        (Title, Text) = Response.StatusCode switch
        {
            StatusCodes.Status400BadRequest => ("That did not work", "The form was incomplete or too old. Go back, load the page again and repeat it."),
            StatusCodes.Status401Unauthorized => ("Please sign in", "This page needs you to be signed in."),
            StatusCodes.Status403Forbidden => ("Not allowed", "Your account may not do this, or the form came from another site or an earlier sign-in."),
            StatusCodes.Status404NotFound => ("Not found", "There is nothing at this address."),
            StatusCodes.Status429TooManyRequests => ("Too many attempts", "There were too many attempts from your network. Wait a while and try again."),
            StatusCodes.Status503ServiceUnavailable => ("Not available now", "The portal cannot reach its database, so it refuses everything. Try again in a moment."),
            _ => ("Something went wrong", "The portal has noted it. Nothing was changed halfway."),
        };
    }
}
