using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>Lists and revokes what a sign-in made trusted. Revoking takes trust away, so it asks for nothing.</summary>
internal static class TrustedDeviceEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/mfa/devices", ListAsync).RequireSession()
            .Answers<TrustedDeviceAnswer[]>("The subject's trusted devices.", StatusCodes.Status200OK);
        routes.Delete("/mfa/devices/{id}", RevokeAsync).RequireSession()
            .Answers("Revokes a trusted device.", StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.NotFound);
        routes.Delete("/mfa/devices", RevokeAllAsync).RequireSession()
            .Answers("Revokes all trusted devices of the subject.", StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(HttpContext context)
    {
        var devices = await context.Service<MfaManager>().GetTrustedDevicesAsync(Subject(context), context.RequestAborted).ConfigureAwait(false);
        TrustedDeviceAnswer[] answers =
        [
            .. devices.Select(d => new TrustedDeviceAnswer(
                d.Id, d.Name, d.CreatedAt.UtcDateTime, d.LastUsedAt?.UtcDateTime, d.ExpiresAt.UtcDateTime)),
        ];
        return Answer.Ok(answers, AnswerJson.Default.TrustedDeviceAnswerArray);
    }

    private static async Task<IResult> RevokeAsync(HttpContext context) =>
        await context.Service<MfaManager>().RevokeTrustedDeviceAsync(Subject(context), context.RouteId(), context.RequestAborted).ConfigureAwait(false)
            ? Answer.NoContent()
            : SecurityProblem.NotFound();

    private static async Task<IResult> RevokeAllAsync(HttpContext context)
    {
        await context.Service<MfaManager>().RevokeAllTrustedDevicesAsync(Subject(context), context.RequestAborted).ConfigureAwait(false);
        return Answer.NoContent();
    }

    private static string Subject(HttpContext context) => context.User.FindSession()!.Subject;
}
