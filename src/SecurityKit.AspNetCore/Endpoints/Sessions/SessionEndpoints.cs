using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Identity;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

internal static class SessionEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/me", MeAsync).RequireAuthorization()
            .Answers<MeAnswer>("Who the credential stands for.", StatusCodes.Status200OK);
        routes.Get("/sessions", ListAsync).RequireSession()
            .Answers<SessionAnswer[]>("The subject's sessions, the oldest first.", StatusCodes.Status200OK);
        routes.Delete("/sessions/{id}", RevokeAsync).RequireSession()
            .Answers("Ends one of the subject's sessions at once.", StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.NotFound);
    }

    private static async Task<IResult> MeAsync(HttpContext context)
    {
        if (context.User.FindSubject() is not { } subject)
        {
            return ProblemMap.OfStatus(StatusCodes.Status401Unauthorized);
        }

        var identity = context.User.FindSessionIdentity();
        var session = identity?.Session;
        var account = await context.Service<AccountManager>().FindAsync(subject, context.RequestAborted).ConfigureAwait(false);
        if (identity is { IsFromCookie: true })
        {
            // A script of this site learns here what it must send along with unsafe methods.
            var tokens = context.Service<IAntiforgery>().GetAndStoreTokens(context);
            context.Response.Headers[SessionAntiforgery.HeaderName] = tokens.RequestToken;
        }

        var grants = await SubjectGrants.ReadAsync(context, subject).ConfigureAwait(false);
        return Answer.Ok(
            new MeAnswer(
                subject, account?.UserName, grants.Roles, grants.Permissions, session?.Methods ?? [],
                session is null ? null : AssuranceNames.Of(session.Level), session?.Id.ToString()),
            AnswerJson.Default.MeAnswer);
    }

    private static async Task<IResult> ListAsync(HttpContext context)
    {
        var current = context.User.FindSession()!;
        var sessions = await context.Service<SessionManager>().ListAsync(current.Subject, context.RequestAborted).ConfigureAwait(false);
        SessionAnswer[] answers =
        [
            .. sessions.Select(session => new SessionAnswer(
                session.Id.ToString(), session.Device.Name, session.Network, session.CreatedAt.UtcDateTime, session.LastSeenAt.UtcDateTime,
                session.Id == current.Id)),
        ];
        return Answer.Ok(answers, AnswerJson.Default.SessionAnswerArray);
    }

    private static async Task<IResult> RevokeAsync(HttpContext context)
    {
        var current = context.User.FindSession()!;
        if (!SessionId.TryParse(context.RouteId(), null, out var id))
        {
            return SecurityProblem.NotFound();
        }

        var reason = id == current.Id ? SessionEndReasons.SignedOut : SessionEndReasons.RevokedBySubject;
        var isEnded = await context.Service<SessionManager>().RevokeAsync(id, current.Subject, reason, context.RequestAborted).ConfigureAwait(false);
        return isEnded ? Answer.NoContent() : SecurityProblem.NotFound();
    }
}
