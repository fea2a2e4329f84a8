using Microsoft.AspNetCore.Mvc;
using SecurityKit.AspNetCore;
using SecurityKit.Identity;

namespace SecurityKit.Samples.Portal.Pages;

/// <summary>Roles and who has them. Takes the permission and a second factor of the last quarter of an hour.</summary>
[RequirePermission("security.roles:manage")]
[RequireMfa(15 * 60)]
public sealed class RolesModel(RoleManager roles) : PortalPageModel
{
    [BindProperty]
    public string? RoleName { get; set; }

    [BindProperty]
    public string? Permissions { get; set; }

    [BindProperty]
    public string? Parents { get; set; }

    [BindProperty]
    public string? SubjectId { get; set; }

    [BindProperty]
    public string? AssignedRole { get; set; }

    public IReadOnlyList<Role> Roles { get; private set; } = [];

    public IReadOnlyList<RoleAssignment>? Assignments { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken) => await ReadAsync(cancellationToken);

    public async Task<IActionResult> OnPostSaveAsync(CancellationToken cancellationToken)
    {
        var outcome = await roles.SaveRoleAsync(new Role(RoleName ?? string.Empty, Words(Permissions), Words(Parents)), cancellationToken);
        return await AnswerAsync(outcome, "/administration/roles", cancellationToken);
    }

    public async Task<IActionResult> OnPostAssignAsync(CancellationToken cancellationToken)
    {
        var outcome = await roles.AssignAsync(new RoleAssignmentRequest(SubjectId ?? string.Empty, AssignedRole ?? string.Empty), cancellationToken);
        return await AnswerAsync(outcome, "/administration/roles?done=role-assigned", cancellationToken);
    }

    public async Task<IActionResult> OnPostShowAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        Assignments = string.IsNullOrEmpty(SubjectId) ? [] : await roles.ListAssignmentsAsync(SubjectId, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostUnassignAsync(string? assignmentId, CancellationToken cancellationToken) =>
        !string.IsNullOrEmpty(SubjectId) && !string.IsNullOrEmpty(assignmentId)
        && await roles.UnassignAsync(SubjectId, assignmentId, cancellationToken)
            ? Redirect("/administration/roles?done=role-removed")
            : NotFound();

    private async Task<IActionResult> AnswerAsync(RoleOutcome outcome, string next, CancellationToken cancellationToken)
    {
        if (outcome is not RoleOutcome.Refused refused)
        {
            return Redirect(next);
        }

        await ReadAsync(cancellationToken);
        return ShowProblems(refused.Problems, "name", "permissions", "parents", "subject", "role");
    }

    private static string[] Words(string? text) => (text ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private async Task ReadAsync(CancellationToken cancellationToken) => Roles = await roles.ListRolesAsync(cancellationToken);
}
