using Microsoft.AspNetCore.Http;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>How setting up an authenticator ended, as answers.</summary>
internal static class EnrollmentAnswers
{
    internal static async ValueTask<IResult> OfAsync(HttpContext context, MfaConfirmation confirmation) => confirmation switch
    {
        MfaConfirmation.Confirmed done => Answer.Ok(
            new RecoveryCodesAnswer(done.RecoveryCodes) { SignedIn = await SignedInAsync(context, done.Factor).ConfigureAwait(false) },
            AnswerJson.Default.RecoveryCodesAnswer),
        MfaConfirmation.Throttled throttled => SecurityProblem.Throttled(throttled.RetryAfter),
        MfaConfirmation.NotFound => SecurityProblem.NotFound(),
        _ => InputProblems.InvalidCode(),
    };

    /// <summary>The full session, when the present one was for enrolment and this was what it was for.</summary>
    internal static async ValueTask<SignedInAnswer?> SignedInAsync(HttpContext context, AuthenticationFactor factor) =>
        await context.Service<SignInFlow>().CompleteEnrollmentAsync(context, factor, context.RequestAborted).ConfigureAwait(false) is { } done
            ? SignedInAnswer.Of(done.Session, done.Tokens)
            : null;

    internal static SecurityProblem LimitReached(int limit) => new(
        StatusCodes.Status409Conflict, ProblemCodes.Conflict, $"There are {limit} authenticators already, as many as there may be. Remove one first.");
}
