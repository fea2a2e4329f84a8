using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SecurityKit.AspNetCore;

/// <summary>What a subject may do, as far as the host has packages that know.</summary>
internal sealed record SubjectGrants(IReadOnlyCollection<string> Roles, IReadOnlyCollection<string> Permissions)
{
    internal static async ValueTask<SubjectGrants> ReadAsync(HttpContext context, string subject)
    {
        var roles = context.RequestServices.GetService<ISubjectRoles>();
        return new SubjectGrants(roles is null ? [] : await roles.GetRolesAsync(subject, context.RequestAborted).ConfigureAwait(false), []);
    }
}
