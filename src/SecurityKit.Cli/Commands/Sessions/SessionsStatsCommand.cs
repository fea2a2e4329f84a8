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
        return new Command("stats", "Counts live sessions by device and network, and how many began and ended, and why.").With(hours, top).Does(common, async (invocation, token) =>
        {
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
            $"{found.Active} sessions live; since {found.From:u}: {found.Created} created ({found.CreatedPerHour:0.0} an hour), {found.Refused} refused, {found.RevokedPerHour:0.0} ended an hour."));
        output.Table(
            ["what", "which", "count"],
            [
                .. found.Devices.Select(group => Row("device", group.Name, group.Count)),
                .. found.Networks.Select(group => Row("network", group.Name, group.Count)),
                .. found.Revoked.OrderByDescending(ended => ended.Value).Select(ended => Row("ended", ended.Key, ended.Value)),
                .. found.Durations.Select(duration => Row("lasted up to", duration.UpTo?.ToString() ?? "longer", duration.Count)),
            ]);
    }

    private static string[] Row(string what, string which, long count) => [what, which, count.ToString(CultureInfo.InvariantCulture)];
}
