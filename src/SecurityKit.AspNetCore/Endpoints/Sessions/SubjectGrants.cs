using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>What a subject may do everywhere, as its credential sees it: an API key sees what its scopes leave of it.</summary>
internal sealed record SubjectGrants(IReadOnlyCollection<string> Roles, IReadOnlyCollection<string> Permissions)
{
    internal static async ValueTask<SubjectGrants> ReadAsync(HttpContext context, string subject)
    {
        var services = context.RequestServices;
        IReadOnlyCollection<string> roles = services.GetService<ISubjectRoles>() is { } known
            ? await known.GetRolesAsync(subject, context.RequestAborted).ConfigureAwait(false)
            : [];
        IReadOnlyCollection<string> permissions = services.GetService<PermissionEvaluator>() is { } evaluator
            ? await evaluator.GetPermissionsAsync(subject, scope: null, context.RequestAborted).ConfigureAwait(false)
            : [];
        return context.User.FindApiKeyIdentity() is { } key
            ? new SubjectGrants([], [.. permissions.Where(key.HasScope)])
            : new SubjectGrants(roles, permissions);
    }
}
