using Microsoft.AspNetCore.Http;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>How the wish for a code ended, as an answer. Where the code goes is not told before a session exists.</summary>
internal static class DeliveryAnswers
{
    internal static IResult Of(MfaDelivery delivery) => delivery switch
    {
        MfaDelivery.Sent => Answer.Accepted(),
        MfaDelivery.Throttled throttled => SecurityProblem.Throttled(throttled.RetryAfter),
        MfaDelivery.ChallengeNotFound => LoginAnswers.Of(new SignInStep.InvalidChallenge()),
        MfaDelivery.Unavailable => Unavailable(),
        _ => NotSent(),
    };

    internal static SecurityProblem Unavailable() => new(
        StatusCodes.Status409Conflict, ProblemCodes.Conflict, "This method is not set up here, or no sender is configured for it.");

    internal static SecurityProblem NotSent() => new(
        StatusCodes.Status503ServiceUnavailable, ProblemCodes.Unavailable, "The code could not be handed to its carrier. Nothing was changed.");
}
