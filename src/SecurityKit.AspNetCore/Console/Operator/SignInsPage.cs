using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Identity;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>Sign-ins and failures over time, drawn from the event store.</summary>
internal static class SignInsPage
{
    private static readonly (string Key, string Name, TimeSpan Step, int Steps, string Format)[] Periods =
    [
        ("day", "Last 24 hours", TimeSpan.FromHours(1), 24, "HH:mm"), ("week", "Last 7 days", TimeSpan.FromHours(6), 28, "d MMM HH:mm"),
        ("month", "Last 30 days", TimeSpan.FromDays(1), 30, "d MMM"),
    ];

    internal static void Map(IEndpointRouteBuilder routes, ConsoleSite site) =>
        routes.Page(site, ConsolePaths.SignIns, ShowAsync).RequirePermission(ConsolePermissions.EventsRead);

    private static async ValueTask<IResult> ShowAsync(ConsoleRequest request)
    {
        var chosen = request.Query("period", 8);
        var period = Periods.FirstOrDefault(one => one.Key == chosen, Periods[0]);
        var end = new DateTimeOffset((request.Now.UtcTicks / period.Step.Ticks * period.Step.Ticks) + period.Step.Ticks, TimeSpan.Zero);
        var from = end - (period.Step * period.Steps);
        string[] steps = [.. Enumerable.Range(0, period.Steps).Select(i => (from + (i * period.Step)).ToString(period.Format, CultureInfo.InvariantCulture))];

        var good = await CountAsync(SessionEventTypes.Created).ConfigureAwait(false);
        var failed = await CountAsync(IdentityEventTypes.SignInFailed).ConfigureAwait(false);
        var locked = await CountAsync(IdentityEventTypes.LockedOut).ConfigureAwait(false);
        var refused = await CountAsync(SessionEventTypes.Refused).ConfigureAwait(false);
        var body = Markup.Of($"""
            <ul class="tabs" aria-label="Period">{Periods.Select(one => Tab(request, one.Key, one.Name, one.Key == period.Key))}</ul>
            <section class="card" aria-labelledby="attempts"><h2 id="attempts">Sign-ins and failures</h2>
            {BarChart.Draw("attempts-chart", "Sign-ins and failures, " + period.Name.ToLowerInvariant(), [new("Signed in", "good", good.Counts), new("Wrong password", "bad", failed.Counts)], steps)}</section>
            <section class="card" aria-labelledby="defences"><h2 id="defences">What was held back</h2>
            {BarChart.Draw("defences-chart", "Locks and refusals, " + period.Name.ToLowerInvariant(), [new("Accounts locked", "warn", locked.Counts), new("Sessions refused", "bad", refused.Counts)], steps)}</section>
            {Markup.When(good.IsCut || failed.IsCut || locked.IsCut || refused.IsCut, () => Markup.Of($"<p class=\"quiet\">There were more than {EventTally.MaxEvents} events of a kind; the newest are counted.</p>"))}
            <p class="quiet">All times are UTC. A step begins at the time it is named after.</p>
            """);
        return await ConsoleLayout.PageAsync(request, "Sign-ins", body, ConsolePaths.SignIns).ConfigureAwait(false);

        ValueTask<(IReadOnlyList<long> Counts, bool IsCut)> CountAsync(string type) =>
            EventTally.CountAsync(request.Service<ISecurityEventStore>(), type, from, period.Step, period.Steps, request.Aborted);
    }

    private static Markup Tab(ConsoleRequest request, string key, string name, bool isCurrent) => isCurrent
        ? Markup.Of($"<li><a href=\"{request.Link(ConsolePaths.SignIns) + "?period=" + key}\" aria-current=\"true\">{name}</a></li>")
        : Markup.Of($"<li><a href=\"{request.Link(ConsolePaths.SignIns) + "?period=" + key}\">{name}</a></li>");
}
