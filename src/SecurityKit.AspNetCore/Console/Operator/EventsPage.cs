using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SecurityKit.AspNetCore;

/// <summary>Security events, the newest first, with search and paging.</summary>
internal static class EventsPage
{
    private const int PageSize = 50;
    private const int MaxTextLength = 256;

    internal static void Map(IEndpointRouteBuilder routes, ConsoleSite site) =>
        routes.Page(site, ConsolePaths.Events, ShowAsync).RequirePermission(ConsolePermissions.EventsRead);

    private static async ValueTask<IResult> ShowAsync(ConsoleRequest request)
    {
        var subject = request.Query("subject", MaxTextLength);
        var type = request.Query("type", MaxTextLength);
        var since = request.Query("since", MaxTextLength);
        var query = new SecurityEventQuery
        {
            Subject = subject.Length == 0 ? null : subject,
            Type = type.Length == 0 ? null : type,
            AfterTime = DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null,
            AfterId = Guid.TryParse(request.Query("before", MaxTextLength), out var last) ? last : null,
            NewestFirst = true,
            Limit = PageSize + 1,
        };
        var found = await request.Service<ISecurityEventStore>().QueryAsync(query, request.Aborted).ConfigureAwait(false);
        SecurityEvent[] shown = [.. found.Take(PageSize)];
        var body = Markup.Of($"""
            <form class="card search" method="get" action="{request.Link(ConsolePaths.Events)}" role="search">
            <div><label for="type">Type</label><input id="type" name="type" value="{type}" placeholder="identity. or mfa.verification" autocapitalize="none" spellcheck="false" maxlength="256" aria-describedby="type-hint"></div>
            <div><label for="subject">Subject</label><input id="subject" name="subject" value="{subject}" autocapitalize="none" spellcheck="false" maxlength="256"></div>
            <div><label for="since">Since (UTC)</label><input id="since" name="since" type="datetime-local" value="{since}"></div>
            <button>Search</button>
            <p class="hint" id="type-hint">A type that ends in a dot finds all that begin with it.</p></form>
            <p class="quiet" role="status">{(shown.Length == 0 ? "No event fits." : $"{Moments.Count(shown.Length, "event")}, the newest first.")}</p>
            <ol class="events">{shown.Select(Row)}</ol>
            {Paging(request, query, since, shown, found.Count > PageSize)}
            """);
        return await ConsoleLayout.PageAsync(request, "Events", body, ConsolePaths.Events).ConfigureAwait(false);
    }

    private static Markup Row(SecurityEvent one) => Markup.Of($"""
        <li class="card"><details><summary><span class="tag {StyleOf(one)}">{one.Outcome.ToString().ToLowerInvariant()}</span> <b>{one.Type}</b> <span class="quiet">{Moments.Of(one.Time)}{Markup.When(one.Reason is not null, () => Markup.Of($" · {one.Reason!.Replace('_', ' ')}"))}</span></summary>
        <dl>{Field("Severity", one.Severity.ToString().ToLowerInvariant())}{Field("Subject", one.Subject)}{Field("Actor", one.Actor)}{Field("Network", one.Source)}{Field("Correlation", one.CorrelationId)}{Field("Id", one.Id.ToString())}{one.Data.Select(fact => Field(fact.Key, fact.Value))}</dl></details></li>
        """);

    private static Markup Field(string name, string? value) => Markup.When(value is not null, () => Markup.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>"));

    private static string StyleOf(SecurityEvent one) => one switch
    {
        { Severity: >= SecurityEventSeverity.High } => "bad",
        { Outcome: SecurityEventOutcome.Success } => string.Empty,
        _ => "warn",
    };

    private static Markup Paging(ConsoleRequest request, SecurityEventQuery query, string since, SecurityEvent[] shown, bool isMore)
    {
        KeyValuePair<string, string?>[] chosen = [new("type", query.Type), new("subject", query.Subject), new("since", since.Length == 0 ? null : since)];
        var filters = QueryString.Create(chosen.Where(one => one.Value is not null));
        var first = Markup.When(query.AfterId is not null, () => Markup.Of($"<a class=\"button second\" href=\"{request.Link(ConsolePaths.Events) + filters}\">Newest</a>"));
        var older = Markup.When(isMore, () => Markup.Of(
            $"<a class=\"button second\" rel=\"next\" href=\"{request.Link(ConsolePaths.Events) + filters.Add("before", shown[^1].Id.ToString())}\">Older</a>"));
        return Markup.Of($"<nav class=\"buttons\" aria-label=\"Further events\">{first} {older}</nav>");
    }
}
