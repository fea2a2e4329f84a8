using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>A subject's own API keys. All of it needs a session: a key cannot make, replace or revoke keys.</summary>
internal static class ApiKeyEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var gate = new FeatureGate(options => options.ApiKeys);
        routes.Post<ApiKeyBody>("/api-keys", CreateAsync).RequireSession().WithMetadata(gate)
            .Answers<NewApiKeyAnswer>("Makes an API key. Its text is shown this once.", StatusCodes.Status201Created)
            .Refuses(ProblemCodes.StepUpRequired, ProblemCodes.MfaRequired, ProblemCodes.Conflict);
        routes.Get("/api-keys", ListAsync).RequireSession().WithMetadata(gate)
            .Answers<ApiKeyAnswer[]>("The subject's API keys without their secrets, the newest first.", StatusCodes.Status200OK);
        routes.Post<ApiKeyRotationBody>("/api-keys/{id}/rotate", RotateAsync).RequireSession().WithMetadata(gate)
            .Answers<NewApiKeyAnswer>("Replaces an API key by a new one; the old one works on for the overlap.", StatusCodes.Status201Created)
            .Refuses(ProblemCodes.StepUpRequired, ProblemCodes.MfaRequired, ProblemCodes.NotFound);
        routes.Post("/api-keys/resume", ResumeAsync).RequireSession().WithMetadata(gate)
            .Answers("Takes the API keys back into use that a password reset suspended.", StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.StepUpRequired, ProblemCodes.MfaRequired);
        routes.Delete("/api-keys/{id}", RevokeAsync).RequireSession().WithMetadata(gate)
            .Answers("Revokes an API key at once.", StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.NotFound);
    }

    private static async Task<IResult> CreateAsync(ApiKeyBody body, HttpContext context)
    {
        if (await FreshFactorRule.CheckAsync(context).ConfigureAwait(false) is { } problem)
        {
            return problem;
        }

        var request = new ApiKeyRequest(Subject(context), body.Name, body.Scopes)
        {
            Lifetime = body.ExpiresInDays is { } days ? TimeSpan.FromDays(days) : null,
            Networks = body.Networks,
        };
        return await context.Service<ApiKeyManager>().CreateAsync(request, context.RequestAborted).ConfigureAwait(false) switch
        {
            ApiKeyCreation.Created created => New(created),
            ApiKeyCreation.Refused refused => SecurityProblem.InvalidRequest(
                [.. refused.Problems.Select(p => p.Input == "lifetime" ? p with { Input = "expiresInDays" } : p)]),
            ApiKeyCreation.TooMany => new SecurityProblem(
                StatusCodes.Status409Conflict, ProblemCodes.Conflict, "The subject has as many live keys as it may have. Revoke one first."),
            _ => new SecurityProblem(StatusCodes.Status409Conflict, ProblemCodes.Conflict, "The account cannot have keys at present."),
        };
    }

    private static async Task<IResult> ListAsync(HttpContext context)
    {
        var keys = await context.Service<ApiKeyManager>().ListAsync(Subject(context), context.RequestAborted).ConfigureAwait(false);
        return Answer.Ok([.. keys.Select(ApiKeyAnswer.Of)], AnswerJson.Default.ApiKeyAnswerArray);
    }

    private static async Task<IResult> RotateAsync(ApiKeyRotationBody body, HttpContext context)
    {
        if (await FreshFactorRule.CheckAsync(context).ConfigureAwait(false) is { } problem)
        {
            return problem;
        }

        var overlap = body.OverlapSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        var creation = await context.Service<ApiKeyManager>()
            .RotateAsync(Subject(context), context.RouteId(), overlap, context.RequestAborted).ConfigureAwait(false);
        return creation is ApiKeyCreation.Created created ? New(created) : SecurityProblem.NotFound();
    }

    private static async Task<IResult> ResumeAsync(HttpContext context)
    {
        if (await FreshFactorRule.CheckAsync(context).ConfigureAwait(false) is { } problem)
        {
            return problem;
        }

        await context.Service<ApiKeyManager>()
            .ResumeAllAsync(Subject(context), ApiKeySuspensions.PasswordReset, context.RequestAborted).ConfigureAwait(false);
        return Answer.NoContent();
    }

    private static async Task<IResult> RevokeAsync(HttpContext context) =>
        await context.Service<ApiKeyManager>().RevokeAsync(Subject(context), context.RouteId(), context.RequestAborted).ConfigureAwait(false)
            ? Answer.NoContent()
            : SecurityProblem.NotFound();

    private static IResult New(ApiKeyCreation.Created created)
    {
        var key = ApiKeyAnswer.Of(created.Key);
        return Answer.Created(
            new NewApiKeyAnswer(key.Id, created.Text, key.Name, key.Scopes, key.Networks, key.CreatedAt, key.ExpiresAt), AnswerJson.Default.NewApiKeyAnswer);
    }

    private static string Subject(HttpContext context) => context.User.FindSession()!.Subject;
}
