using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

internal static class SignInEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var throttle = new NetworkThrottleAttribute(ThrottleKind.SignIn);
        var pending = new AllowPendingStepUpAttribute();
        var enrolling = new AllowPendingEnrollmentAttribute();
        routes.Post<LoginBody>("/login", LoginAsync).WithMetadata(throttle)
            .Answers<SignedInAnswer>("Checks a name and a password; signs in, or asks for a further factor.", StatusCodes.Status200OK)
            .Answers<MfaRequiredAnswer>("A further factor is needed.", StatusCodes.Status200OK)
            .Answers<EnrollmentRequiredAnswer>("A further factor must be set up, and nothing else can be done before.", StatusCodes.Status200OK)
            .Refuses(ProblemCodes.InvalidCredentials, ProblemCodes.InvalidProof, ProblemCodes.UseProofNonce, ProblemCodes.Locked, ProblemCodes.Throttled);
        routes.Post<LoginMfaSendBody>("/login/mfa/send", SendAsync).WithMetadata(throttle)
            .Answers("Sends the code that completes a sign-in.", StatusCodes.Status202Accepted)
            .Refuses(ProblemCodes.InvalidChallenge, ProblemCodes.Throttled, ProblemCodes.Conflict, ProblemCodes.Unavailable);
        routes.Post<LoginMfaBody>("/login/mfa", VerifyAsync).WithMetadata(throttle)
            .Answers<SignedInAnswer>("Completes a sign-in with a code.", StatusCodes.Status200OK)
            .Answers<EnrollmentRequiredAnswer>("A stronger factor must be set up, and nothing else can be done before.", StatusCodes.Status200OK)
            .Refuses(ProblemCodes.InvalidCode, ProblemCodes.InvalidChallenge, ProblemCodes.InvalidProof, ProblemCodes.UseProofNonce, ProblemCodes.Throttled);
        routes.Post<RefreshBody>("/refresh", RefreshAsync).WithMetadata(throttle)
            .Answers<SignedInAnswer>("Uses a refresh token once for a new pair of tokens.", StatusCodes.Status200OK)
            .Refuses(ProblemCodes.InvalidToken, ProblemCodes.InvalidProof, ProblemCodes.UseProofNonce, ProblemCodes.Throttled);
        routes.Post<StepUpSendBody>("/step-up/send", SendStepUpAsync).RequireSession().WithMetadata(pending)
            .Answers("Sends the code for a step-up in the present session.", StatusCodes.Status202Accepted)
            .Refuses(ProblemCodes.Throttled, ProblemCodes.Conflict, ProblemCodes.Unavailable);
        routes.Post<StepUpBody>("/step-up", StepUpAsync).RequireSession().WithMetadata(pending)
            .Answers<SignedInAnswer>("Proves a further factor in the present session.", StatusCodes.Status200OK)
            .Refuses(ProblemCodes.InvalidCode, ProblemCodes.Throttled);
        routes.Post("/logout", LogoutAsync).RequireSession().WithMetadata(pending, enrolling).Answers("Ends the present session.", StatusCodes.Status204NoContent);
        routes.Post("/logout-all", LogoutAllAsync).RequireSession().WithMetadata(pending).Answers("Ends all sessions of the subject.", StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> LoginAsync(LoginBody body, HttpContext context) => LoginAnswers.Of(
        await context.Service<SignInFlow>()
            .SignInAsync(context, body.UserName, body.Password, SignInMode.Tokens, context.RequestAborted).ConfigureAwait(false));

    private static async Task<IResult> SendAsync(LoginMfaSendBody body, HttpContext context) => DeliveryAnswers.Of(
        await context.Service<SignInFlow>()
            .SendCodeAsync(context, body.ChallengeToken, body.Method, context.RequestAborted).ConfigureAwait(false));

    private static async Task<IResult> SendStepUpAsync(StepUpSendBody body, HttpContext context) =>
        context.RequestServices.GetService<MfaManager>() is { } mfa
            ? DeliveryAnswers.Of(await mfa
                .SendStepUpCodeAsync(context.User.FindSession()!.Subject, body.Method, cancellationToken: context.RequestAborted).ConfigureAwait(false))
            : DeliveryAnswers.Of(new MfaDelivery.Unavailable());

    private static async Task<IResult> VerifyAsync(LoginMfaBody body, HttpContext context) => LoginAnswers.Of(
        await context.Service<SignInFlow>()
            .VerifyAsync(context, body.ChallengeToken, body.Method, body.Code, SignInMode.Tokens, body.RememberDevice, context.RequestAborted)
            .ConfigureAwait(false));

    private static async Task<IResult> RefreshAsync(RefreshBody body, HttpContext context) => LoginAnswers.Of(
        await context.Service<SignInFlow>().RefreshAsync(context, body.RefreshToken, context.RequestAborted).ConfigureAwait(false));

    private static async Task<IResult> StepUpAsync(StepUpBody body, HttpContext context) => StepUpAnswers.Of(
        await context.Service<SignInFlow>().StepUpAsync(context, body.Method, body.Code, context.RequestAborted).ConfigureAwait(false));

    private static async Task<IResult> LogoutAsync(HttpContext context)
    {
        await context.Service<SignInFlow>().SignOutAsync(context, context.RequestAborted).ConfigureAwait(false);
        return Answer.NoContent();
    }

    private static async Task<IResult> LogoutAllAsync(HttpContext context)
    {
        await context.Service<SignInFlow>().SignOutEverywhereAsync(context, context.RequestAborted).ConfigureAwait(false);
        return Answer.NoContent();
    }
}
