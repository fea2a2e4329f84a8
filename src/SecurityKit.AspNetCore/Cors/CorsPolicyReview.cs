using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace SecurityKit.AspNetCore;

/// <summary>Looks at the default CORS policy and at those the endpoints name, once the pipeline is built and before anything is served.</summary>
internal sealed class CorsPolicyReview(IOptions<CorsOptions> options)
{
    internal IReadOnlyList<string> Problems(IEnumerable<Endpoint> endpoints)
    {
        var problems = new SortedSet<string>(StringComparer.Ordinal);
        Add(problems, "'default'", options.Value.GetPolicy(options.Value.DefaultPolicyName));
        foreach (var endpoint in endpoints)
        {
            foreach (var inline in endpoint.Metadata.GetOrderedMetadata<ICorsPolicyMetadata>())
            {
                Add(problems, $"of '{endpoint.DisplayName}'", inline.Policy);
            }

            foreach (var named in endpoint.Metadata.GetOrderedMetadata<IEnableCorsAttribute>())
            {
                if (named.PolicyName is { } name)
                {
                    Add(problems, $"'{name}'", options.Value.GetPolicy(name));
                }
            }
        }

        return [.. problems];
    }

    private static void Add(SortedSet<string> problems, string name, CorsPolicy? policy)
    {
        if (policy is not null && CorsPolicyRule.IsUnsafe(policy))
        {
            problems.Add(CorsPolicyRule.Describe(name));
        }
    }
}
