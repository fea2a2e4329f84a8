using Microsoft.Extensions.Options;

namespace SecurityKit.Mfa;

/// <summary>Decides who must have a further factor, by the roles in force at this moment.</summary>
internal sealed class MfaPolicy(
    IEnumerable<ISubjectRoles> roleSources, IAuthenticatorStore store, TimeProvider clock, IOptionsMonitor<MfaOptions> options)
{
    /// <summary>Whether roles are known at all.</summary>
    internal bool KnowsRoles => roleSources.Any();

    internal async ValueTask<bool> IsRequiredAsync(string subject, CancellationToken cancellationToken)
    {
        var required = options.CurrentValue.Policy.RequiredRoles;
        if (required.Count == 0)
        {
            return false;
        }

        foreach (var source in roleSources)
        {
            var roles = await source.GetRolesAsync(subject, cancellationToken).ConfigureAwait(false);
            if (roles.Any(role => required.Contains(role, StringComparer.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    internal async ValueTask<MfaRequirement> GetAsync(string subject, SubjectAuthenticators set, CancellationToken cancellationToken)
    {
        if (!await IsRequiredAsync(subject, cancellationToken).ConfigureAwait(false))
        {
            return new MfaRequirement(IsRequired: false, IsMet: true, EnrollBy: null);
        }

        if (EnrolledFactors.HasSecondFactor(set))
        {
            return new MfaRequirement(IsRequired: true, IsMet: true, EnrollBy: null);
        }

        var since = await store.NoteRequiredAsync(subject, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        return new MfaRequirement(IsRequired: true, IsMet: false, since + options.CurrentValue.Policy.EnrollmentGrace);
    }

    /// <summary>
    /// The grace is for who never had a factor. Who loses the one it has goes straight to the enrolment, unless its first grace is not over yet.
    /// </summary>
    internal async ValueTask EndGraceAsync(string subject, SubjectAuthenticators set, CancellationToken cancellationToken)
    {
        if (EnrolledFactors.HasSecondFactor(set) && await IsRequiredAsync(subject, cancellationToken).ConfigureAwait(false))
        {
            var over = clock.GetUtcNow() - options.CurrentValue.Policy.EnrollmentGrace;
            await store.NoteRequiredAsync(subject, over, cancellationToken).ConfigureAwait(false);
        }
    }
}
