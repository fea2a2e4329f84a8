using Microsoft.Extensions.Options;
using SecurityKit.Mfa;
using SecurityKit.Sessions;

namespace SecurityKit.Samples.Portal;

/// <summary>The rule of the API for pages: who has a second factor and wants another must have proven one lately.</summary>
public sealed class EnrollmentGuard(MfaManager mfa, IOptionsMonitor<MfaOptions> options, TimeProvider clock)
{
    public async Task<bool> NeedsStepUpAsync(Session session, CancellationToken cancellationToken) =>
        !AssuranceCalculator.IsFresh(session.AuthenticatedAt, clock.GetUtcNow(), options.CurrentValue.StepUpMaxAge)
        && (await mfa.GetStatusAsync(session.Subject, cancellationToken)).IsEnabled;
}
