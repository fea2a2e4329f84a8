using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>The subject's own address, and its own account.</summary>
internal static class EmailEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.Post<EmailConfirmBody>("/email/confirm", ConfirmAsync).WithMetadata(new NetworkThrottleAttribute(ThrottleKind.PasswordReset))
            .Answers("Confirms an address with a mailed token. Signs nobody in.", StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.InvalidToken, ProblemCodes.Conflict, ProblemCodes.Throttled);
        routes.Post("/email/confirmation", RequestAsync).RequireSession()
            .Answers("Asks for another message that confirms the account's address.", StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ConfirmAsync(EmailConfirmBody body, HttpContext context) =>
        await context.Service<AccountManager>().ConfirmEmailAsync(body.Token, context.RequestAborted).ConfigureAwait(false) switch
        {
            EmailConfirmation.Confirmed => Answer.NoContent(),
            EmailConfirmation.Taken => new SecurityProblem(
                StatusCodes.Status409Conflict, ProblemCodes.Conflict, "Another account has confirmed this address."),
            _ => new SecurityProblem(StatusCodes.Status401Unauthorized, ProblemCodes.InvalidToken, "The token is not good (any more). Ask for another."),
        };

    private static Task<IResult> RequestAsync(HttpContext context)
    {
        context.Service<AccountManager>().RequestEmailConfirmation(context.User.FindSession()!.Subject);
        return Task.FromResult(Answer.Accepted());
    }
}
