using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using SecurityKit.Mfa;

namespace SecurityKit.AspNetCore;

/// <summary>
/// Who has a further factor and wants another must have proven one lately: a session that was taken over must not be made to last by an
/// authenticator of the thief's, nor one that a password and a trusted device made. The session that has just set one up has proven it. To be asked at the beginning of a set-up and again at its end,
/// since a factor may have been set up in between.
/// </summary>
public static class EnrollmentRule
{
    /// <summary>Whether the present session must prove a factor before it may add one.</summary>
    /// <param name="context">The request, authenticated by a session.</param>
    /// <returns>
    /// Whether a step-up must come first. A session for enrolment cannot step up: when the policy is met meanwhile, its holder signs in again.
    /// </returns>
    /// <exception cref="InvalidOperationException">Nobody is signed in.</exception>
    public static async ValueTask<bool> NeedsStepUpAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var session = context.User.FindSession() ?? throw new InvalidOperationException("The request is not authenticated by a session.");
        var mfa = context.Service<MfaManager>();
        if (session.IsForEnrollment)
        {
            return (await mfa.GetRequirementAsync(session.Subject, context.RequestAborted).ConfigureAwait(false)).IsMet;
        }

        return await mfa.NeedsStepUpAsync(session.Subject, session.Factors, context.RequestAborted).ConfigureAwait(false)
            && !await context.Service<RecentConfirmations>().HasOneAsync(session, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The refusal; null when there is none.</summary>
    internal static async ValueTask<SecurityProblem?> CheckAsync(HttpContext context) =>
        await NeedsStepUpAsync(context).ConfigureAwait(false) ? StepUp.Required(context, MaxAge(context)) : null;

    private static TimeSpan MaxAge(HttpContext context) => context.Service<IOptionsMonitor<MfaOptions>>().CurrentValue.StepUpMaxAge;
}
