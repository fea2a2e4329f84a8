using Microsoft.AspNetCore.Http;

namespace SecurityKit.AspNetCore;

/// <summary>How a step-up ended, as an answer.</summary>
internal static class StepUpAnswers
{
    internal static IResult Of(StepUpOutcome outcome) => outcome switch
    {
        StepUpOutcome.SteppedUp done => Answer.Ok(SignedInAnswer.Of(done.Session, done.Tokens), AnswerJson.Default.SignedInAnswer),
        StepUpOutcome.Throttled throttled => SecurityProblem.Throttled(throttled.RetryAfter),
        StepUpOutcome.InvalidCode => InputProblems.InvalidCode(),
        _ => ProblemMap.OfStatus(StatusCodes.Status401Unauthorized),
    };
}
