using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>Roles, assignments and clearances for administrators. Changes need a session with a second factor, so that no API key can widen itself.</summary>
internal static class RoleEndpoints
{
    internal const string Read = "security.roles:read";
    internal const string Manage = "security.roles:manage";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/roles", ListAsync).RequirePermission(Read)
            .Answers<RoleAnswer[]>("The roles by name.", StatusCodes.Status200OK);
        routes.Put<RoleBody>("/roles/{id}", SaveAsync).RequirePermission(Manage).RequireMfa()
            .Answers("Adds a role or replaces the one of its name. In force on every node within a second.", StatusCodes.Status204NoContent);
        routes.Delete("/roles/{id}", DeleteAsync).RequirePermission(Manage).RequireMfa()
            .Answers("Removes a role with all its assignments.", StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.NotFound, ProblemCodes.Conflict);
        routes.Get("/accounts/{id}/roles", AssignmentsAsync).RequirePermission(Read)
            .Answers<AssignmentAnswer[]>("A subject's assignments.", StatusCodes.Status200OK);
        routes.Post<AssignmentBody>("/accounts/{id}/roles", AssignAsync).RequirePermission(Manage).RequireMfa()
            .Answers<AssignmentAnswer>("Gives a subject a role.", StatusCodes.Status201Created)
            .Refuses(ProblemCodes.NotFound);
        routes.Delete("/accounts/{id}/roles/{assignment}", UnassignAsync).RequirePermission(Manage).RequireMfa()
            .Answers("Takes a role from a subject.", StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.NotFound);
        routes.Put<ClearanceBody>("/accounts/{id}/clearance", ClearAsync).RequirePermission(Manage).RequireMfa()
            .Answers("Sets how sensitive data a subject is cleared for.", StatusCodes.Status204NoContent)
            .Refuses(ProblemCodes.NotFound);
    }

    private static async Task<IResult> ListAsync(HttpContext context)
    {
        var roles = await context.Service<RoleManager>().ListRolesAsync(context.RequestAborted).ConfigureAwait(false);
        return Answer.Ok(
            [.. roles.Select(role => new RoleAnswer(role.Name, role.Permissions, role.Parents, role.Description))], AnswerJson.Default.RoleAnswerArray);
    }

    private static async Task<IResult> SaveAsync(RoleBody body, HttpContext context)
    {
        var role = new Role(context.RouteId(), body.Permissions, body.Parents, body.Description);
        return await context.Service<RoleManager>().SaveRoleAsync(role, context.RequestAborted).ConfigureAwait(false) is RoleOutcome.Refused refused
            ? SecurityProblem.InvalidRequest(refused.Problems)
            : Answer.NoContent();
    }

    private static async Task<IResult> DeleteAsync(HttpContext context)
    {
        var roles = context.Service<RoleManager>();
        if (await roles.DeleteRoleAsync(context.RouteId(), context.RequestAborted).ConfigureAwait(false))
        {
            return Answer.NoContent();
        }

        var present = await roles.ListRolesAsync(context.RequestAborted).ConfigureAwait(false);
        return present.Any(role => string.Equals(role.Name, context.RouteId(), StringComparison.Ordinal))
            ? new SecurityProblem(StatusCodes.Status409Conflict, ProblemCodes.Conflict, "Other roles inherit from this one.")
            : SecurityProblem.NotFound();
    }

    private static async Task<IResult> AssignmentsAsync(HttpContext context)
    {
        var assignments = await context.Service<RoleManager>().ListAssignmentsAsync(context.RouteId(), context.RequestAborted).ConfigureAwait(false);
        return Answer.Ok([.. assignments.Select(AssignmentAnswer.Of)], AnswerJson.Default.AssignmentAnswerArray);
    }

    private static async Task<IResult> AssignAsync(AssignmentBody body, HttpContext context)
    {
        if (!await HasAccountAsync(context).ConfigureAwait(false))
        {
            return SecurityProblem.NotFound();
        }

        var request = new RoleAssignmentRequest(context.RouteId(), body.Role)
        {
            Scope = body.Scope,
            ExpiresAt = body.ExpiresInDays is { } days ? context.Service<TimeProvider>().GetUtcNow().AddDays(days) : null,
            Conditions = body.Networks.Count == 0 ? [] : [FromNetworks(body.Networks)],
        };
        return await context.Service<RoleManager>().AssignAsync(request, context.RequestAborted).ConfigureAwait(false) switch
        {
            RoleOutcome.Assigned assigned => Answer.Created(AssignmentAnswer.Of(assigned.Assignment), AnswerJson.Default.AssignmentAnswer),
            RoleOutcome.Refused refused => SecurityProblem.InvalidRequest(
                [.. refused.Problems.Select(p => p.Input == "conditions" ? p with { Input = "networks", Message = "Each network is in CIDR notation such as 203.0.113.0/24." } : p)]),
            _ => throw new InvalidOperationException("Unknown outcome of an assignment."),
        };
    }

    private static async Task<IResult> UnassignAsync(HttpContext context)
    {
        var assignment = context.GetRouteValue("assignment") as string ?? string.Empty;
        return await context.Service<RoleManager>().UnassignAsync(context.RouteId(), assignment, context.RequestAborted).ConfigureAwait(false)
            ? Answer.NoContent()
            : SecurityProblem.NotFound();
    }

    private static async Task<IResult> ClearAsync(ClearanceBody body, HttpContext context)
    {
        if (!SensitivityLevels.TryParse(body.Level, out var level) || !await HasAccountAsync(context).ConfigureAwait(false))
        {
            return SecurityProblem.NotFound();
        }

        await context.Service<RoleManager>().SetClearanceAsync(context.RouteId(), level, context.RequestAborted).ConfigureAwait(false);
        return Answer.NoContent();
    }

    private static AssignmentCondition FromNetworks(IReadOnlyList<string> networks) =>
        new("network", new Dictionary<string, string>(StringComparer.Ordinal) { ["cidr"] = string.Join(',', networks) });

    private static async ValueTask<bool> HasAccountAsync(HttpContext context) =>
        await context.Service<AccountManager>().FindAsync(context.RouteId(), context.RequestAborted).ConfigureAwait(false) is not null;
}
