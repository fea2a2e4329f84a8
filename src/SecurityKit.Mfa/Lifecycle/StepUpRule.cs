using Microsoft.Extensions.Options;

namespace SecurityKit.Mfa;

/// <summary>Whether what a session has proven is fresh enough for changing how its subject proves itself.</summary>
internal sealed class StepUpRule(TimeProvider clock, IOptionsMonitor<MfaOptions> options)
{
    internal const string Refusal = "step_up_required";

    /// <summary>A fresh second factor.</summary>
    internal bool IsMet(IReadOnlyCollection<AuthenticationFactor> sessionFactors) => IsFresh(AssuranceCalculator.SecondFactorAt(sessionFactors));

    /// <summary>A fresh second factor; where e-mail is all the subject has, a fresh e-mail code must do.</summary>
    internal bool IsMet(IReadOnlyCollection<AuthenticationFactor> sessionFactors, SubjectAuthenticators set)
    {
        var isMailAll = set.Authenticators.Where(a => a.IsActive).All(a => a.Method == MfaMethod.Email);
        return IsMet(sessionFactors)
            || (isMailAll && IsFresh(sessionFactors.Where(f => f.Method == AuthenticationMethods.Email).Max(f => (DateTimeOffset?)f.At)));
    }

    private bool IsFresh(DateTimeOffset? at) =>
        at is { } time && AssuranceCalculator.IsFresh(time, clock.GetUtcNow(), options.CurrentValue.StepUpMaxAge);
}
