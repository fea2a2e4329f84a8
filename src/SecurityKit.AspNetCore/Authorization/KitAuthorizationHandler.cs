using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using SecurityKit.Identity;

namespace SecurityKit.AspNetCore;

/// <summary>Decides the kit's rules. What it does not know, or cannot decide for want of a capability, is not met.</summary>
internal sealed class KitAuthorizationHandler(TimeProvider clock, PermissionEvaluator? evaluator = null) : AuthorizationHandler<KitRequirement>
{
    private const string ClearanceScope = "clearance:";

    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, KitRequirement requirement)
    {
        var isMet = requirement switch
        {
            SessionRequirement => context.User.FindSession() is not null,
            SecondFactorRequirement mfa => IsMet(context, mfa),
            PermissionRequirement permission => await IsMetAsync(context, permission).ConfigureAwait(false),
            ClearanceRequirement clearance => await IsMetAsync(context, clearance).ConfigureAwait(false),
            _ => false,
        };
        if (isMet)
        {
            context.Succeed(requirement);
        }
    }

    private static bool Reaches(string scope, SensitivityLevel level) =>
        scope.StartsWith(ClearanceScope, StringComparison.Ordinal)
        && SensitivityLevels.TryParse(scope[ClearanceScope.Length..], out var limit)
        && SensitivityLevels.Allows(limit, level);

    private bool IsMet(AuthorizationHandlerContext context, SecondFactorRequirement requirement)
    {
        if (context.User.FindSession() is not { Level: >= AssuranceLevel.Two } session)
        {
            return false;
        }

        return requirement.MaxAge is not { } maxAge
            || (AssuranceCalculator.SecondFactorAt(session.Factors) is { } at && AssuranceCalculator.IsFresh(at, clock.GetUtcNow(), maxAge));
    }

    private async ValueTask<bool> IsMetAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        var http = context.Resource as HttpContext;
        var scope = requirement.ScopeTemplate is { } template ? ScopeTemplate.Resolve(template, http) : null;
        if (evaluator is null || context.User.FindSubject() is not { } subject || (requirement.ScopeTemplate is not null && scope is null))
        {
            return false;
        }

        return context.User.FindApiKeyIdentity()?.HasScope(requirement.Permission) != false
            && await evaluator.HasPermissionAsync(subject, requirement.Permission, scope, http?.RequestAborted ?? default).ConfigureAwait(false);
    }

    private async ValueTask<bool> IsMetAsync(AuthorizationHandlerContext context, ClearanceRequirement requirement)
    {
        if (evaluator is null || context.User.FindSubject() is not { } subject)
        {
            return false;
        }

        var isWithinKey = context.User.FindApiKeyIdentity() is not { } key || key.Scopes.Any(scope => Reaches(scope, requirement.Level));
        var aborted = (context.Resource as HttpContext)?.RequestAborted ?? default;
        return isWithinKey && await evaluator.HasClearanceAsync(subject, requirement.Level, aborted).ConfigureAwait(false);
    }
}
