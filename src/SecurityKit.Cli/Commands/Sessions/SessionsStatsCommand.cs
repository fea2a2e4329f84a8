using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Sessions;

namespace SecurityKit.Cli;

/// <summary><c>sessions stats</c>.</summary>
internal static class SessionsStatsCommand
{
    internal static Command Create(CommonOptions common)
    {
        var hours = new Option<int>("--hours") { Description = "How far back rates and durations go, in hours, 1 to 744.", DefaultValueFactory = _ => 24 };
        var top = new Option<int>("--top") { Description = "How many devices and networks are shown, 1 to 1000.", DefaultValueFactory = _ => 20 };
        var subject = new Option<string?>("--subject") { Description = "Count one subject's sessions instead of everybody's." };
        return new Command("stats", "Counts live sessions by device and network, and how many began and ended, and why; or one subject's.").With(hours, top, subject).Does(common, async (invocation, token) =>
        {
            if (invocation.Get(subject) is { } one)
            {
                var its = await SessionsCommand.WithSessionsAsync(
                    invocation, (services, t) => services.GetRequiredService<SessionAnalytics>().ReadSubjectAsync(one, t), token).ConfigureAwait(false);
                invocation.Output.Result(its, statistics => Show(invocation.Output, statistics));
                return ExitCodes.Ok;
            }

            var found = await SessionsCommand.WithSessionsAsync(
                invocation, (services, t) => services.GetRequiredService<SessionAnalytics>().ReadAsync(invocation.Get(hours), invocation.Get(top), t), token)
                .ConfigureAwait(false);
            invocation.Output.Result(found, statistics => Show(invocation.Output, statistics));
            return ExitCodes.Ok;
        });
    }

    private static void Show(ToolOutput output, SessionStatistics found)
    {
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{found.Active} sessions live; since {found.From:u}: {found.Created} created ({found.CreatedPerHour:0.0} an hour), {found.Refused} refused, {found.Revoked.Values.Sum()} ended ({found.RevokedPerHour:0.0} an hour), after {(found.MeanDuration is { } mean ? Length(mean) : "-")} on average."));
        output.Table(
            ["what", "which", "count"],
            [
                .. Groups(found.Devices, found.Networks),
                .. found.Revoked.OrderByDescending(ended => ended.Value).Select(ended => Row("ended", ended.Key, ended.Value)),
                .. found.Durations.Select(duration => Row("lasted up to", duration.UpTo is { } bound ? Length(bound) : "longer", duration.Count)),
            ]);
    }

    private static void Show(ToolOutput output, SubjectSessionStatistics found)
    {
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{found.Active} sessions live; the oldest since {found.OldestCreatedAt?.ToString("u", CultureInfo.InvariantCulture) ?? "-"}, last used {found.LastSeenAt?.ToString("u", CultureInfo.InvariantCulture) ?? "-"}."));
        output.Table(["what", "which", "count"], Groups(found.Devices, found.Networks));
    }

    private static string[][] Groups(IReadOnlyList<SessionGroup> devices, IReadOnlyList<SessionGroup> networks) =>
    [
        .. devices.Select(group => Row("device", group.Name, group.Count)),
        .. networks.Select(group => Row("network", group.Name, group.Count)),
    ];

    private static string Length(TimeSpan span) => TimeSpan.FromSeconds(Math.Round(span.TotalSeconds)).ToString("c", CultureInfo.InvariantCulture);

    private static string[] Row(string what, string which, long count) => [what, which, count.ToString(CultureInfo.InvariantCulture)];
}
