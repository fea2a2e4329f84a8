using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>Sets up codes by text message and by e-mail. They are confirmed as any other authenticator.</summary>
internal static class SentCodeEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes, Func<ConfirmBody, HttpContext, Task<IResult>> confirm)
    {
        foreach (var method in (MfaMethod[])[MfaMethod.Sms, MfaMethod.Email])
        {
            var path = $"/mfa/{MfaMethods.NameOf(method)}";
            var begin = routes.Post<SentCodeBody>(path, (body, context) => BeginAsync(method, body, context)).RequireSession()
                .Answers<AuthenticatorIdAnswer>("Sends the first code to a destination; nothing is active yet.", StatusCodes.Status201Created)
                .Refuses(ProblemCodes.StepUpRequired, ProblemCodes.Conflict, ProblemCodes.Throttled, ProblemCodes.Unavailable);
            var end = routes.Post(path + "/{id}/confirm", confirm).RequireSession()
                .Answers<RecoveryCodesAnswer>("Makes an authenticator active with its first code.", StatusCodes.Status200OK)
                .Refuses(ProblemCodes.InvalidCode, ProblemCodes.NotFound, ProblemCodes.Throttled, ProblemCodes.StepUpRequired);
            if (method == MfaMethod.Sms)
            {
                // E-mail meets no policy, so a session for enrolment has no business with it.
                begin.WithMetadata(new AllowPendingEnrollmentAttribute());
                end.WithMetadata(new AllowPendingEnrollmentAttribute());
            }
        }
    }

    private static async Task<IResult> BeginAsync(MfaMethod method, SentCodeBody body, HttpContext context)
    {
        if (await EnrollmentRule.CheckAsync(context).ConfigureAwait(false) is { } problem)
        {
            return problem;
        }

        var start = await context.Service<MfaManager>()
            .BeginSentCodeEnrollmentAsync(context.User.FindSession()!.Subject, method, body.Destination, body.Name, context.RequestAborted)
            .ConfigureAwait(false);
        return start switch
        {
            SentCodeEnrollmentStart.Started started => Answer.Created(
                new AuthenticatorIdAnswer(started.AuthenticatorId, started.MaskedDestination), AnswerJson.Default.AuthenticatorIdAnswer),
            SentCodeEnrollmentStart.Refused refused => SecurityProblem.InvalidRequest(refused.Problems),
            SentCodeEnrollmentStart.LimitReached limit => EnrollmentAnswers.LimitReached(limit.Limit),
            SentCodeEnrollmentStart.Throttled throttled => SecurityProblem.Throttled(throttled.RetryAfter),
            SentCodeEnrollmentStart.Unavailable => DeliveryAnswers.Unavailable(),
            _ => DeliveryAnswers.NotSent(),
        };
    }
}
