using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Identity;
using SecurityKit.Sessions;

namespace SecurityKit.AspNetCore;

/// <summary>How many sessions there are and of what kind; one account's sessions, and their end.</summary>
internal static class LiveSessionsPage
{
    private const int Hours = 24;
    private const int TopGroups = 8;
    private const string AccountField = "account";

    internal static void Map(IEndpointRouteBuilder routes, ConsoleSite site)
    {
        routes.Page(site, ConsolePaths.Sessions, ShowAsync).RequirePermission(ConsolePermissions.SessionsRead);
        routes.Action(site, ConsolePaths.Sessions + "/{subject}/{id}/end", ConsolePaths.Sessions, EndOneAsync)
            .RequirePermission(ConsolePermissions.SessionsManage);
        routes.Action(site, ConsolePaths.Sessions + "/{subject}/end-all", ConsolePaths.Sessions, EndAllAsync)
            .RequirePermission(ConsolePermissions.SessionsManage);
    }

    private static async ValueTask<IResult> ShowAsync(ConsoleRequest request)
    {
        var statistics = await request.Service<SessionAnalytics>().ReadAsync(Hours, TopGroups, request.Aborted).ConfigureAwait(false);
        var wanted = request.Query(AccountField, InputLimits.Name);
        var found = await FoundAsync(request, wanted).ConfigureAwait(false);
        var body = Markup.Of($"""
            <div class="tiles">
            {Tile("Now", statistics.Active, "live or renewable")}{Tile("Started", statistics.Created, $"in the last 24 hours, {Rate(statistics.CreatedPerHour)}")}
            {Tile("Refused", statistics.Refused, "sign-ins without a session")}{Tile("Ended early", statistics.Revoked.Values.Sum(), $"by somebody or by a rule, {Rate(statistics.RevokedPerHour)}")}
            </div>
            <section class="card" aria-labelledby="find"><h2 id="find">One account's sessions</h2>
            <form method="get" action="{request.Link(ConsolePaths.Sessions)}" role="search" class="search">
            <label for="account">User name, e-mail or subject</label>
            <input id="account" name="{AccountField}" value="{wanted}" autocapitalize="none" spellcheck="false" maxlength="256"><button>Find</button></form>
            {found}</section>
            <div class="columns">
            <section class="card" aria-labelledby="by-device"><h2 id="by-device">By device</h2>{Shares(statistics.Devices)}</section>
            <section class="card" aria-labelledby="by-network"><h2 id="by-network">By network</h2>{Shares(statistics.Networks)}</section>
            <section class="card" aria-labelledby="by-reason"><h2 id="by-reason">Why sessions ended early</h2>
            {ShareList.Draw([.. statistics.Revoked.OrderByDescending(one => one.Value).Select(one => (one.Key.Replace('_', ' '), one.Value))], "None did.")}</section>
            <section class="card" aria-labelledby="by-duration"><h2 id="by-duration">How long they had lasted</h2>
            {ShareList.Draw([.. statistics.Durations.Where(one => one.Count > 0).Select(one => (Class(one), one.Count))], "None ended early.")}
            {Markup.When(statistics.MeanDuration is not null, () => Markup.Of($"<p class=\"quiet\">On average {Moments.Span(statistics.MeanDuration!.Value)}.</p>"))}</section>
            </div>
            """);
        return await ConsoleLayout.PageAsync(request, "Live sessions", body, ConsolePaths.Sessions, ConsoleNotices.Of(request)).ConfigureAwait(false);
    }

    private static Markup Tile(string name, long value, string text) =>
        Markup.Of($"<section class=\"card tile\"><h2>{name}</h2><p class=\"figure\">{value}</p><p class=\"quiet\">{text}</p></section>");

    private static string Rate(double perHour) => string.Create(CultureInfo.InvariantCulture, $"{perHour:0.0} an hour");

    private static string Class(SessionDurationClass duration) => duration.UpTo is { } bound ? $"up to {Moments.Span(bound)}" : "longer";

    private static Markup Shares(IReadOnlyList<SessionGroup> groups) => ShareList.Draw([.. groups.Select(group => (group.Name, group.Count))], "No sessions.");

    private static async ValueTask<Markup> FoundAsync(ConsoleRequest request, string wanted)
    {
        if (wanted.Length == 0)
        {
            return default;
        }

        var accounts = request.Service<AccountManager>();
        var account = await accounts.FindByLoginAsync(wanted, request.Aborted).ConfigureAwait(false)
            ?? await accounts.FindAsync(wanted, request.Aborted).ConfigureAwait(false);
        if (account is null)
        {
            return Markup.Of($"<p role=\"status\">There is no such account.</p>");
        }

        var sessions = await request.Service<SessionManager>().ListAsync(account.Subject, request.Aborted).ConfigureAwait(false);
        var statistics = await request.Service<SessionAnalytics>().ReadSubjectAsync(account.Subject, request.Aborted).ConfigureAwait(false);
        var mayEnd = await request.MayAsync(ConsolePermissions.SessionsManage).ConfigureAwait(false);
        var path = $"{ConsolePaths.Sessions}/{Uri.EscapeDataString(account.Subject)}";
        return Markup.Of($"""
            <p role="status"><b>{account.UserName}</b> has {Moments.Count(sessions.Count, "session")}.</p>
            {Markup.When(statistics.Active > 0, () => Summary(statistics))}
            <ul class="rows">{sessions.Select(session => Row(request, session, path, mayEnd))}</ul>
            {Markup.When(mayEnd && sessions.Count > 0, () => Markup.Of($"<p class=\"buttons\"><a class=\"button danger\" href=\"{request.Link(path)}/end-all\">End all of them…</a></p>"))}
            """);
    }

    private static Markup Summary(SubjectSessionStatistics statistics) => Markup.Of($"""
        <p class="quiet">The oldest since {Moments.OrNever(statistics.OldestCreatedAt)}, last used {Moments.OrNever(statistics.LastSeenAt)}.
        {Listed("Devices", statistics.Devices)}{Listed("Networks", statistics.Networks)}</p>
        """);

    private static Markup Listed(string name, IReadOnlyList<SessionGroup> groups) => Markup.When(
        groups.Count > 0, () => Markup.Of($"<br>{name}: {string.Join(", ", groups.Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Name} ({group.Count})")))}."));

    private static Markup Row(ConsoleRequest request, Session session, string path, bool mayEnd)
    {
        var end = Markup.When(mayEnd, () => Markup.Of($"""
            <a class="button second small" href="{request.Link($"{path}/{session.Id}/end")}" aria-label="End the session on {session.Device.Name}, started {Moments.Text(session.CreatedAt)}">End…</a>
            """));
        return Markup.Of($"""
            <li><div class="what"><b>{session.Device.Name}</b> <span class="tag">{AssuranceNames.Of(session.Level)}</span><br>
            <span class="quiet">{session.Network ?? "Unknown network"} · since {Moments.Of(session.CreatedAt)} · last used {Moments.Of(session.LastSeenAt)}</span></div>{end}</li>
            """);
    }

    private static async ValueTask<ConsoleAction?> EndOneAsync(ConsoleRequest request)
    {
        var (account, sessions) = await ReadAsync(request).ConfigureAwait(false);
        return account is null || sessions.FirstOrDefault(one => one.Id.ToString() == request.RouteId) is not { } target ? null : new ConsoleAction(
            "End somebody's session", "End this session", ConsolePaths.Sessions, [$"{account.UserName}: {SessionWords.Of(target)}"],
            [$"{account.UserName} has to sign in again on that device.", SessionWords.Consequence],
            async _ =>
            {
                await request.Service<SessionManager>()
                    .RevokeAsync(target.Id, account.Subject, SessionEndReasons.RevokedByAdministrator, request.Aborted).ConfigureAwait(false);
                return request.Done(ConsolePaths.Sessions, ConsoleNotices.SessionEnded);
            })
        {
            TakesSecondFactor = true,
        };
    }

    private static async ValueTask<ConsoleAction?> EndAllAsync(ConsoleRequest request)
    {
        var (account, sessions) = await ReadAsync(request).ConfigureAwait(false);
        return account is null || sessions.Count == 0 ? null : new ConsoleAction(
            "End all sessions of an account", $"End {Moments.Count(sessions.Count, "session")}", ConsolePaths.Sessions,
            [.. sessions.Select(one => $"{account.UserName}: {SessionWords.Of(one)}")],
            [$"{account.UserName} has to sign in again everywhere. A sign-in under way is refused too.", SessionWords.Consequence],
            async _ =>
            {
                await request.Service<SessionManager>()
                    .RevokeAllAsync(account.Subject, except: null, SessionEndReasons.RevokedByAdministrator, request.Aborted).ConfigureAwait(false);
                return request.Done(ConsolePaths.Sessions, ConsoleNotices.SessionsEnded);
            })
        {
            TakesSecondFactor = true,
        };
    }

    private static async ValueTask<(Account? Account, IReadOnlyList<Session> Sessions)> ReadAsync(ConsoleRequest request)
    {
        var subject = request.Context.GetRouteValue("subject") as string ?? string.Empty;
        var account = await request.Service<AccountManager>().FindAsync(subject, request.Aborted).ConfigureAwait(false);
        return account is null
            ? (null, [])
            : (account, await request.Service<SessionManager>().ListAsync(account.Subject, request.Aborted).ConfigureAwait(false));
    }
}
