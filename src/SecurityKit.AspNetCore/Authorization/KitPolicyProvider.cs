using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace SecurityKit.AspNetCore;

/// <summary>Makes policies of the kit's policy names; every other name is the host's.</summary>
internal sealed class KitPolicyProvider(IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options)
{
    // Names come from attributes and conventions, never from requests: their number is bounded by the host's code.
    private readonly ConcurrentDictionary<string, AuthorizationPolicy> _policies = new(StringComparer.Ordinal);

    public override bool AllowsCachingPolicies => true;

    public override Task<AuthorizationPolicy?> GetPolicyAsync(string policyName)
    {
        ArgumentNullException.ThrowIfNull(policyName);
        if (_policies.TryGetValue(policyName, out var known))
        {
            return Task.FromResult<AuthorizationPolicy?>(known);
        }

        if (PolicyNames.Parse(policyName) is not { } requirement)
        {
            return base.GetPolicyAsync(policyName);
        }

        var policy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(requirement).Build();
        return Task.FromResult<AuthorizationPolicy?>(_policies.GetOrAdd(policyName, policy));
    }
}
