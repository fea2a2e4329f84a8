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
        routes.Post<EmailChangeBody>("/email/change", RequestChangeAsync).RequireSession()
            .Answers("Asks for another address. A message with a token goes to it; whether it is in use is not told.", StatusCodes.Status202Accepted)
            .Refuses(ProblemCodes.InvalidCredentials, ProblemCodes.Locked, ProblemCodes.StepUpRequired, ProblemCodes.MfaRequired, ProblemCodes.Throttled);
        routes.Post<EmailConfirmBody>("/email/change/confirm", ConfirmChangeAsync).WithMetadata(new NetworkThrottleAttribute(ThrottleKind.PasswordReset))
            .Answers("Makes the new address the account's with the mailed token. Signs nobody in.", StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.InvalidToken, ProblemCodes.Conflict, ProblemCodes.Throttled);
        routes.Post<EmailConfirmBody>("/email/change/revert", TakeBackAsync).WithMetadata(new NetworkThrottleAttribute(ThrottleKind.PasswordReset))
            .Answers(
                "Takes a change back with the token that the address before was sent. All sessions end, and the password must be set anew.",
                StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.InvalidToken, ProblemCodes.Conflict, ProblemCodes.Throttled);
    }

    private static async Task<IResult> ConfirmAsync(EmailConfirmBody body, HttpContext context) =>
        AnswerTo(await context.Service<AccountManager>().ConfirmEmailAsync(body.Token, context.RequestAborted).ConfigureAwait(false));

    private static async Task<IResult> RequestChangeAsync(EmailChangeBody body, HttpContext context)
    {
        if (await FreshFactorRule.CheckAsync(context).ConfigureAwait(false) is { } problem)
        {
            return problem;
        }

        return await context.Service<AccountManager>()
            .RequestEmailChangeAsync(context.User.FindSession()!.Subject, body.Password, body.Email, context.RequestAborted).ConfigureAwait(false) switch
        {
            EmailChangeOutcome.Requested => Answer.Accepted(),
            EmailChangeOutcome.Locked locked => InputProblems.Locked(locked.RetryAfter),
            EmailChangeOutcome.Throttled throttled => new SecurityProblem(
                StatusCodes.Status429TooManyRequests, ProblemCodes.Throttled, "The account has asked for too many changes of its address.") { RetryAfter = throttled.RetryAfter },
            EmailChangeOutcome.Refused refused => SecurityProblem.InvalidRequest(refused.Problems),
            _ => InputProblems.WrongPassword(),
        };
    }

    private static async Task<IResult> ConfirmChangeAsync(EmailConfirmBody body, HttpContext context) =>
        AnswerTo(await context.Service<AccountManager>().ConfirmEmailChangeAsync(body.Token, context.RequestAborted).ConfigureAwait(false));

    private static async Task<IResult> TakeBackAsync(EmailConfirmBody body, HttpContext context) =>
        AnswerTo(await context.Service<AccountManager>().TakeBackEmailChangeAsync(body.Token, context.RequestAborted).ConfigureAwait(false));

    private static IResult AnswerTo(EmailConfirmation result) => result switch
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
