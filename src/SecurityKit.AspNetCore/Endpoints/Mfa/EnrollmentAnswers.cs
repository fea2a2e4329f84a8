using Microsoft.AspNetCore.Http;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>How setting up an authenticator ended, as answers.</summary>
internal static class EnrollmentAnswers
{
    internal static IResult Of(MfaConfirmation confirmation) => confirmation switch
    {
        MfaConfirmation.Confirmed done => Answer.Ok(new RecoveryCodesAnswer(done.RecoveryCodes), AnswerJson.Default.RecoveryCodesAnswer),
        MfaConfirmation.Throttled throttled => SecurityProblem.Throttled(throttled.RetryAfter),
        MfaConfirmation.NotFound => SecurityProblem.NotFound(),
        _ => InputProblems.InvalidCode(),
    };

    internal static SecurityProblem LimitReached(int limit) => new(
        StatusCodes.Status409Conflict, ProblemCodes.Conflict, $"There are {limit} authenticators already, as many as there may be. Remove one first.");
}
