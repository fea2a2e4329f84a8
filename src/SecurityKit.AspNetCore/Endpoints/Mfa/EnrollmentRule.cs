using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Who has a further factor and wants another must have proven one lately: a session that was taken over must not be made to last by
/// an authenticator of the thief's.
/// </summary>
internal static class EnrollmentRule
{
    internal static async ValueTask<SecurityProblem?> CheckAsync(HttpContext context)
    {
        var session = context.User.FindSession()!;
        var maxAge = context.Service<IOptionsMonitor<MfaOptions>>().CurrentValue.StepUpMaxAge;
        if (AssuranceCalculator.IsFresh(session.AuthenticatedAt, context.Service<TimeProvider>().GetUtcNow(), maxAge))
        {
            return null;
        }

        var status = await context.Service<MfaManager>().GetStatusAsync(session.Subject, context.RequestAborted).ConfigureAwait(false);
        return status.IsEnabled ? StepUp.Required(context, maxAge) : null;
    }
}
