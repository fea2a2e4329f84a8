using Microsoft.AspNetCore.Http;
using SecurityKit.Mfa;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>Where a sign-in stands, as an answer.</summary>
internal static class LoginAnswers
{
    internal static IResult Of(SignInStep step) => step switch
    {
        SignInStep.SignedIn done => Answer.Ok(SignedInAnswer.Of(done), AnswerJson.Default.SignedInAnswer),
        SignInStep.MfaRequired required => Answer.Ok(
            new MfaRequiredAnswer(
                MfaRequiredAnswer.MfaRequired, required.Challenge.Token, [.. required.Challenge.Methods.Select(MfaMethods.NameOf)]),
            AnswerJson.Default.MfaRequiredAnswer),
        SignInStep.InvalidCredentials => InputProblems.InvalidCredentials(),
        SignInStep.InvalidCode => InputProblems.InvalidCode(),
        SignInStep.InvalidChallenge => new SecurityProblem(
            StatusCodes.Status401Unauthorized, ProblemCodes.InvalidChallenge, "The challenge is not open any more. Sign in again."),
        SignInStep.InvalidToken => new SecurityProblem(
            StatusCodes.Status401Unauthorized, ProblemCodes.InvalidToken, "The refresh token is not good (any more). Sign in again."),
        SignInStep.ProofRefused refused => ProofProblems.Of(refused.Status),
        SignInStep.Locked locked => InputProblems.Locked(locked.RetryAfter),
        SignInStep.Throttled throttled => SecurityProblem.Throttled(throttled.RetryAfter),
        SignInStep.EnrollmentRequired pending => Answer.Ok(EnrollmentRequiredAnswer.Of(pending), AnswerJson.Default.EnrollmentRequiredAnswer),
        SignInStep.EmailNotConfirmed => new SecurityProblem(
            StatusCodes.Status403Forbidden, ProblemCodes.Forbidden, "The e-mail address must be confirmed first. A message is on its way."),
        SignInStep.SessionRefused { Status: SessionStartStatus.LimitReached } => new SecurityProblem(
            StatusCodes.Status409Conflict, ProblemCodes.Conflict, "There are as many sessions as there may be. End one of them first."),
        SignInStep.SessionRefused => InputProblems.InvalidCredentials(),
        _ => throw new InvalidOperationException("Unknown step of a sign-in."),
    };
}
