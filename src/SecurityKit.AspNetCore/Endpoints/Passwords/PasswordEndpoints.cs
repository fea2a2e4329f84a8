using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

internal static class PasswordEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var throttle = new NetworkThrottleAttribute(ThrottleKind.PasswordReset);
        var gate = new FeatureGate(options => options.PasswordReset);
        routes.Post<PasswordChangeBody>("/password", ChangeAsync).RequireSession()
            .Answers("Changes the password and ends the subject's other sessions.", StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.InvalidCredentials, ProblemCodes.WeakPassword, ProblemCodes.Locked);
        routes.Post<PasswordForgotBody>("/password/forgot", ForgotAsync).WithMetadata(throttle, gate)
            .Answers("Asks for a message with a reset token. Does not tell whether the address is known.", StatusCodes.Status202Accepted)
            .Refuses(ProblemCodes.Throttled);
        routes.Post<PasswordResetBody>("/password/reset", ResetAsync).WithMetadata(throttle, gate)
            .Answers("Sets a new password with a reset token. Signs nobody in.", StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.InvalidToken, ProblemCodes.WeakPassword, ProblemCodes.Throttled);
    }

    private static async Task<IResult> ChangeAsync(PasswordChangeBody body, HttpContext context)
    {
        var session = context.User.FindSession()!;
        var outcome = await context.Service<AccountManager>()
            .ChangePasswordAsync(session.Subject, body.Current, body.New, session.Id.ToString(), context.RequestAborted).ConfigureAwait(false);
        return outcome switch
        {
            PasswordChangeOutcome.Changed => Answer.NoContent(),
            PasswordChangeOutcome.Locked locked => InputProblems.Locked(locked.RetryAfter),
            PasswordChangeOutcome.Refused refused => InputProblems.Of(refused.Problems, "new"),
            _ => InputProblems.WrongPassword(),
        };
    }

    private static Task<IResult> ForgotAsync(PasswordForgotBody body, HttpContext context)
    {
        var problems = context.Service<AccountManager>().RequestPasswordReset(body.Email);
        return Task.FromResult(problems.Count == 0 ? Answer.Accepted() : SecurityProblem.InvalidRequest(problems));
    }

    private static async Task<IResult> ResetAsync(PasswordResetBody body, HttpContext context)
    {
        var outcome = await context.Service<AccountManager>().ResetPasswordAsync(body.Token, body.New, context.RequestAborted).ConfigureAwait(false);
        switch (outcome)
        {
            case PasswordResetOutcome.Reset done:
                context.Service<KitCookies>().WriteDevice(context, done.DeviceToken);
                return Answer.NoContent();
            case PasswordResetOutcome.Refused refused:
                return InputProblems.Of(refused.Problems, "new");
            default:
                return new SecurityProblem(StatusCodes.Status401Unauthorized, ProblemCodes.InvalidToken, "The reset token is not good (any more). Ask for another.");
        }
    }
}
