using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SecurityKit.AspNetCore;

internal static class EventsEndpoint
{
    internal const string Permission = "security.events:read";

    private const int MaxTextLength = 256;

    internal static void Map(IEndpointRouteBuilder routes) => routes.Get("/events", ReadAsync).RequirePermission(Permission)
        .Answers<EventAnswer[]>("Security events, the oldest first; 'after' is a time or the id of the last one seen.", StatusCodes.Status200OK)
        .Refuses(ProblemCodes.Forbidden);

    private static async Task<IResult> ReadAsync(HttpContext context)
    {
        var (query, problem) = Parse(context.Request.Query);
        if (query is null)
        {
            return problem!;
        }

        var events = await context.Service<ISecurityEventStore>().QueryAsync(query, context.RequestAborted).ConfigureAwait(false);
        EventAnswer[] answers =
        [
            .. events.Select(e => new EventAnswer(
                e.Id, e.Time.UtcDateTime, e.Type, e.Outcome.ToString().ToLowerInvariant(), e.Severity.ToString().ToLowerInvariant(), e.Subject, e.Actor,
                e.Source, e.Reason, e.CorrelationId, e.Data)),
        ];
        return Answer.Ok(answers, AnswerJson.Default.EventAnswerArray);
    }

    private static (SecurityEventQuery? Query, SecurityProblem? Problem) Parse(IQueryCollection parameters)
    {
        var problems = new List<InputProblem>();
        var subject = Text(parameters, "subject", problems);
        var type = Text(parameters, "type", problems);
        var query = new SecurityEventQuery { Subject = subject, Type = type };
        if (Text(parameters, "after", problems) is { } after)
        {
            if (Guid.TryParse(after, out var id))
            {
                query = query with { AfterId = id };
            }
            else if (DateTimeOffset.TryParse(after, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                query = query with { AfterTime = time };
            }
            else
            {
                problems.Add(new InputProblem("after", "wrong_type", "'after' must be a time in ISO 8601 form or the id of an event."));
            }
        }

        return problems.Count == 0 ? (query, null) : (null, SecurityProblem.InvalidRequest(problems));
    }

    private static string? Text(IQueryCollection parameters, string name, List<InputProblem> problems)
    {
        var values = parameters[name];
        if (values.Count == 0 || string.IsNullOrEmpty(values[0]))
        {
            return null;
        }

        if (values.Count > 1 || values[0]!.Length > MaxTextLength || values[0]!.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
        {
            problems.Add(new InputProblem(name, "invalid_text", $"'{name}' is given once, at most {MaxTextLength} characters, without control characters."));
            return null;
        }

        return values[0];
    }
}
