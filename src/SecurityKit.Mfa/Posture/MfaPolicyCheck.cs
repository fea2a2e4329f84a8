using Microsoft.Extensions.Options;

namespace SecurityKit.Mfa;

/// <summary>Whether privileged roles must have a further factor, and whether roles are known so that this can be enforced.</summary>
internal sealed class MfaPolicyCheck(MfaPolicy policy, IOptionsMonitor<MfaOptions> options) : IPostureCheck
{
    public string Id => "mfa.policy.roles";

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var roles = options.CurrentValue.Policy.RequiredRoles;
        var grace = options.CurrentValue.Policy.EnrollmentGrace;
        var (status, advice) = (roles.Count, policy.KnowsRoles) switch
        {
            (0, _) => (PostureStatus.Failed, $"Name the privileged roles in {MfaOptions.Section}:Policy:RequiredRoles."),
            (_, false) => (PostureStatus.Failed, "Register an ISubjectRoles (AddIdentity() does), or nobody's roles are known and nobody must have a further factor."),
            _ => (PostureStatus.Passed, string.Empty),
        };
        return ValueTask.FromResult(new PostureFinding(
            Id, "Privileged roles need a second factor", status,
            $"Roles that need one: {string.Join(", ", roles)}; grace {grace.TotalDays:0.#} days; roles are {(policy.KnowsRoles ? "known" : "not known")}.",
            advice, Weight: 8));
    }
}
