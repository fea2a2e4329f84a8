using Microsoft.AspNetCore.Authorization;

namespace SecurityKit.AspNetCore;

/// <summary>Decides the kit's rules. What it does not know, it does not grant.</summary>
internal sealed class KitAuthorizationHandler(TimeProvider clock) : AuthorizationHandler<KitRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, KitRequirement requirement)
    {
        var isMet = requirement switch
        {
            SessionRequirement => context.User.FindSession() is not null,
            SecondFactorRequirement mfa => IsMet(context, mfa),
            _ => false,
        };
        if (isMet)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private bool IsMet(AuthorizationHandlerContext context, SecondFactorRequirement requirement)
    {
        if (context.User.FindSession() is not { Level: >= AssuranceLevel.Two } session)
        {
            return false;
        }

        return requirement.MaxAge is not { } maxAge
            || (AssuranceCalculator.SecondFactorAt(session.Factors) is { } at && AssuranceCalculator.IsFresh(at, clock.GetUtcNow(), maxAge));
    }
}
