using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Sessions;

namespace SecurityKit.Cli;

/// <summary><c>sessions revoke</c>.</summary>
internal static class SessionsRevokeCommand
{
    internal static Command Create(CommonOptions common)
    {
        var subject = SessionsCommand.SubjectArgument();
        var session = new Option<string?>("--session") { Description = "The one session to end, by its id." };
        var all = new Option<bool>("--all") { Description = "End all of the subject's sessions." };
        return new Command("revoke", "Ends one or all of a subject's sessions; every node refuses their tokens at the next call.").With(subject, session, all).Does(common, async (invocation, token) =>
        {
            var one = invocation.Get(session);
            if (one is null != invocation.Get(all))
            {
                throw new UsageException("Say either --session ID or --all.");
            }

            var undelivered = new UndeliveredNotices();
            var ended = await SessionsCommand.WithSessionsAsync(
                invocation, (services, t) => RevokeAsync(services, invocation.Get(subject), one, t), token, undelivered).ConfigureAwait(false);
            invocation.Output.Result(new { ended, notDelivered = undelivered.All }, result => invocation.Output.Line($"{result.ended} sessions were ended."));
            foreach (var notice in undelivered.All)
            {
                invocation.Output.Note($"The receiver {notice.Audience} was not told that session {notice.Session} has ended: {notice.Reason}.");
            }

            return one is not null && ended == 0 ? throw new RefusedException("The subject has no such live session.")
                : undelivered.All.Count > 0 ? ExitCodes.No
                : ExitCodes.Ok;
        });
    }

    private static async ValueTask<int> RevokeAsync(IServiceProvider services, string subject, string? session, CancellationToken cancellationToken)
    {
        var sessions = services.GetRequiredService<SessionManager>();
        services.GetRequiredService<IOperationContextAccessor>().Current = new OperationContext { Actor = "securitykit-cli" };
        if (session is null)
        {
            return await sessions.RevokeAllAsync(subject, except: null, SessionEndReasons.RevokedByAdministrator, cancellationToken).ConfigureAwait(false);
        }

        var id = SessionId.Parse(session, provider: null);
        return await sessions.RevokeAsync(id, subject, SessionEndReasons.RevokedByAdministrator, cancellationToken).ConfigureAwait(false) ? 1 : 0;
    }
}
