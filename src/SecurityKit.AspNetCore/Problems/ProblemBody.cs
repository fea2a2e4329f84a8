using System.Diagnostics;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SecurityKit.AspNetCore;

/// <summary>What is written: the members of RFC 9457 and the kit's extensions.</summary>
internal sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<InputProblem>? Errors,
    string TraceId)
{
    internal static ProblemBody Of(SecurityProblem problem, HttpContext http) => new(
        "about:blank",
        ReasonPhrases.GetReasonPhrase(problem.Status),
        problem.Status,
        problem.Detail,
        problem.Code,
        problem.Errors.Count == 0 ? null : problem.Errors,
        Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier);
}
