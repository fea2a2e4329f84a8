using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>Passkeys: each ceremony is a route that makes a prompt and one that takes the browser's answer to it.</summary>
internal static class PasskeyEndpoints
{
    private const string Prompt = "Makes a passkey prompt for the browser; it is good for one answer.";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var throttle = new NetworkThrottleAttribute(ThrottleKind.SignIn);
        var pending = new AllowPendingStepUpAttribute();
        var enrolling = new AllowPendingEnrollmentAttribute();
        routes.Post("/mfa/passkey/options", BeginRegistrationAsync).RequireSession().WithMetadata(enrolling)
            .Answers<PasskeyOptionsAnswer>(Prompt, StatusCodes.Status200OK)
            .Refuses(ProblemCodes.StepUpRequired, ProblemCodes.Conflict);
        routes.Post<PasskeyRegistrationBody>("/mfa/passkey", RegisterAsync).RequireSession().WithMetadata(enrolling)
            .Answers<PasskeyAnswer>("Registers a passkey; it is active at once.", StatusCodes.Status201Created)
            .Refuses(ProblemCodes.StepUpRequired, ProblemCodes.InvalidCode, ProblemCodes.Conflict);
        routes.Post("/login/passkey/options", BeginSignInAsync).WithMetadata(throttle)
            .Answers<PasskeyOptionsAnswer>(Prompt, StatusCodes.Status200OK)
            .Refuses(ProblemCodes.Conflict, ProblemCodes.Throttled);
        routes.Post<PasskeyCredentialBody>("/login/passkey", SignInAsync).WithMetadata(throttle)
            .Answers<SignedInAnswer>("Signs in with a passkey; nothing else is needed.", StatusCodes.Status200OK)
            .Refuses(ProblemCodes.InvalidCredentials, ProblemCodes.InvalidProof, ProblemCodes.UseProofNonce, ProblemCodes.Throttled);
        routes.Post<PasskeyChallengeBody>("/login/mfa/passkey/options", BeginChallengeAsync).WithMetadata(throttle)
            .Answers<PasskeyOptionsAnswer>(Prompt, StatusCodes.Status200OK)
            .Refuses(ProblemCodes.InvalidChallenge, ProblemCodes.Conflict, ProblemCodes.Throttled);
        routes.Post<PasskeyChallengeAnswerBody>("/login/mfa/passkey", CompleteChallengeAsync).WithMetadata(throttle)
            .Answers<SignedInAnswer>("Completes a sign-in with a passkey.", StatusCodes.Status200OK)
            .Refuses(ProblemCodes.InvalidCode, ProblemCodes.InvalidChallenge, ProblemCodes.InvalidProof, ProblemCodes.UseProofNonce, ProblemCodes.Throttled);
        routes.Post("/step-up/passkey/options", BeginStepUpAsync).RequireSession().WithMetadata(pending)
            .Answers<PasskeyOptionsAnswer>(Prompt, StatusCodes.Status200OK)
            .Refuses(ProblemCodes.Conflict);
        routes.Post<PasskeyCredentialBody>("/step-up/passkey", StepUpAsync).RequireSession().WithMetadata(pending)
            .Answers<SignedInAnswer>("Proves a passkey in the present session.", StatusCodes.Status200OK)
            .Refuses(ProblemCodes.InvalidCode, ProblemCodes.Throttled);
    }

    private static async Task<IResult> BeginRegistrationAsync(HttpContext context) =>
        await EnrollmentRule.CheckAsync(context).ConfigureAwait(false) is { } problem
            ? problem
            : Of(await context.Service<PasskeyFlow>().BeginRegistrationAsync(context, context.RequestAborted).ConfigureAwait(false));

    private static async Task<IResult> RegisterAsync(PasskeyRegistrationBody body, HttpContext context)
    {
        if (await EnrollmentRule.CheckAsync(context).ConfigureAwait(false) is { } problem)
        {
            return problem;
        }

        return await context.Service<PasskeyFlow>().RegisterAsync(context, body.Name, body.Credential, context.RequestAborted).ConfigureAwait(false) switch
        {
            PasskeyRegistration.Registered done => Answer.Created(
                new PasskeyAnswer(done.AuthenticatorId, done.RecoveryCodes)
                {
                    SignedIn = await EnrollmentAnswers.SignedInAsync(context, done.Factor).ConfigureAwait(false),
                },
                AnswerJson.Default.PasskeyAnswer),
            PasskeyRegistration.Refused refused => SecurityProblem.InvalidRequest(refused.Problems),
            PasskeyRegistration.LimitReached limit => EnrollmentAnswers.LimitReached(limit.Limit),
            PasskeyRegistration.Unavailable => DeliveryAnswers.Unavailable(),
            _ => InvalidAnswer(),
        };
    }

    private static async Task<IResult> BeginSignInAsync(HttpContext context) =>
        Of(await context.Service<PasskeyFlow>().BeginSignInAsync(context, SignInMode.Tokens, context.RequestAborted).ConfigureAwait(false));

    private static async Task<IResult> SignInAsync(PasskeyCredentialBody body, HttpContext context) => LoginAnswers.Of(
        await context.Service<PasskeyFlow>().SignInAsync(context, body.Credential, SignInMode.Tokens, context.RequestAborted).ConfigureAwait(false));

    private static async Task<IResult> BeginChallengeAsync(PasskeyChallengeBody body, HttpContext context) =>
        Of(await context.Service<PasskeyFlow>().BeginChallengeAsync(context, body.ChallengeToken, context.RequestAborted).ConfigureAwait(false));

    private static async Task<IResult> CompleteChallengeAsync(PasskeyChallengeAnswerBody body, HttpContext context) => LoginAnswers.Of(
        await context.Service<SignInFlow>()
            .VerifyAsync(context, body.ChallengeToken, MfaMethod.Passkey, body.Credential, SignInMode.Tokens, body.RememberDevice, context.RequestAborted)
            .ConfigureAwait(false));

    private static async Task<IResult> BeginStepUpAsync(HttpContext context) =>
        Of(await context.Service<PasskeyFlow>().BeginStepUpAsync(context, context.RequestAborted).ConfigureAwait(false));

    private static async Task<IResult> StepUpAsync(PasskeyCredentialBody body, HttpContext context) =>
        StepUpAnswers.Of(await context.Service<PasskeyFlow>().StepUpAsync(context, body.Credential, context.RequestAborted).ConfigureAwait(false));

    private static IResult Of(PasskeyStart start)
    {
        switch (start)
        {
            case PasskeyStart.Started started:
                using (var options = JsonDocument.Parse(started.OptionsJson))
                {
                    return Answer.Ok(new PasskeyOptionsAnswer(options.RootElement.Clone()), AnswerJson.Default.PasskeyOptionsAnswer);
                }

            case PasskeyStart.ChallengeNotFound:
                return LoginAnswers.Of(new SignInStep.InvalidChallenge());
            case PasskeyStart.LimitReached limit:
                return EnrollmentAnswers.LimitReached(limit.Limit);
            case PasskeyStart.NotEnrolled:
                return new SecurityProblem(StatusCodes.Status409Conflict, ProblemCodes.Conflict, "There is no passkey to ask for. Register one first.");
            default:
                return DeliveryAnswers.Unavailable();
        }
    }

    private static SecurityProblem InvalidAnswer() => new(
        StatusCodes.Status401Unauthorized, ProblemCodes.InvalidCode,
        "The answer does not belong to an open prompt of this session, was not given here with user verification, or its passkey is registered already.");
}
