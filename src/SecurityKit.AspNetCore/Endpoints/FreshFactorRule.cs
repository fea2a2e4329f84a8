using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Before what lasts longer than a session: whoever has a second factor gives it now or gave it shortly before, and whoever must have one sets it up
/// first. An API key works without a second factor, so without this a stolen password or an old session would turn into a credential that lasts.
/// </summary>
internal static class FreshFactorRule
{
    internal static async ValueTask<SecurityProblem?> CheckAsync(HttpContext context)
    {
        if (context.RequestServices.GetService<MfaManager>() is not { } mfa)
        {
            return null;
        }

        var session = context.User.FindSession()!;
        var requirement = await mfa.GetRequirementAsync(session.Subject, context.RequestAborted).ConfigureAwait(false);
        if (!requirement.IsMet)
        {
            return StepUp.EnrollmentRequired();
        }

        return await mfa.NeedsStepUpAsync(session.Subject, session.Factors, context.RequestAborted).ConfigureAwait(false)
            ? StepUp.Required(context, context.Service<IOptionsMonitor<MfaOptions>>().CurrentValue.StepUpMaxAge)
            : null;
    }
}
