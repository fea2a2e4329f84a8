using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

internal static class RegistrationEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes) => routes
        .Post<RegistrationBody>("/register", RegisterAsync)
        .WithMetadata(new NetworkThrottleAttribute(ThrottleKind.Registration), new FeatureGate(options => options.Registration))
        .Answers<RegistrationAnswer>("Registers an account.", StatusCodes.Status201Created)
        .Refuses(ProblemCodes.WeakPassword, ProblemCodes.NameTaken, ProblemCodes.Throttled);

    private static async Task<IResult> RegisterAsync(RegistrationBody body, HttpContext context)
    {
        var request = new RegisterRequest(body.UserName, body.Email, body.Password);
        return await context.Service<AccountManager>().RegisterAsync(request, context.RequestAborted).ConfigureAwait(false) switch
        {
            RegistrationOutcome.Registered done => Answer.Created(new RegistrationAnswer(done.Account.Subject), AnswerJson.Default.RegistrationAnswer),
            RegistrationOutcome.NameTaken => new SecurityProblem(StatusCodes.Status409Conflict, ProblemCodes.NameTaken, "The user name is in use, or looks like one that is."),
            RegistrationOutcome.Refused refused => InputProblems.Of(refused.Problems, "password"),
            _ => throw new InvalidOperationException("Unknown outcome of a registration."),
        };
    }
}
