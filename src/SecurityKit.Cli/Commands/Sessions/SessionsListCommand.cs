using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Sessions;

namespace SecurityKit.Cli;

/// <summary><c>sessions list</c>.</summary>
internal static class SessionsListCommand
{
    internal static Command Create(CommonOptions common)
    {
        var subject = SessionsCommand.SubjectArgument();
        return new Command("list", "Lists a subject's live sessions.").With(subject).Does(common, async (invocation, token) =>
        {
            var sessions = await SessionsCommand.WithSessionsAsync(
                invocation, (services, t) => services.GetRequiredService<SessionManager>().ListAsync(invocation.Get(subject), t), token).ConfigureAwait(false);
            var answers = sessions.Select(s => new SessionAnswer(
                s.Id.ToString(), s.Device.Name, s.Network, s.CreatedAt, s.LastSeenAt, s.EndsAt, s.Level.ToString(), s.Methods)).ToArray();
            invocation.Output.Result(answers, found => invocation.Output.Table(
                ["id", "device", "network", "created", "last seen", "ends", "level", "methods"],
                found.Select(s => new[]
                {
                    s.Id, s.Device, s.Network ?? "-", Time(s.CreatedAt), Time(s.LastSeenAt), Time(s.EndsAt), s.Level, string.Join(' ', s.Methods),
                })));
            return ExitCodes.Ok;
        });
    }

    private static string Time(DateTimeOffset at) => at.ToString("u", CultureInfo.InvariantCulture);

    private sealed record SessionAnswer(
        string Id, string Device, string? Network, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset EndsAt, string Level, IReadOnlyList<string> Methods);
}
