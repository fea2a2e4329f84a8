using Microsoft.Extensions.Options;

namespace SecurityKit.AspNetCore;

/// <summary>Do the headers keep foreign scripts and frames out, and browsers on TLS?</summary>
internal sealed class SecurityHeadersPostureCheck(IOptionsMonitor<SecurityHeadersOptions> options, PipelineState pipeline) : IPostureCheck
{
    private const int Weight = 5;
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    public string Id => "web.headers";

    public ValueTask<PostureFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var headers = options.CurrentValue;
        var problems = new List<string>();
        if (!pipeline.IsInPlace)
        {
            problems.Add("app.UseSecurityKit() has not been called");
        }

        if (headers.StrictTransportSecurityAge < Year)
        {
            problems.Add($"Strict-Transport-Security lasts {headers.StrictTransportSecurityAge.TotalDays:0} days");
        }

        AddPolicyProblems(problems, "pages", headers.PageContentSecurityPolicy);
        AddPolicyProblems(problems, "API answers", headers.ApiContentSecurityPolicy);
        return ValueTask.FromResult(new PostureFinding(
            Id,
            "Headers keep foreign scripts and frames out, and browsers on TLS.",
            problems.Count == 0 ? PostureStatus.Passed : PostureStatus.Failed,
            problems.Count == 0 ? "Strict policies for pages and API answers; Strict-Transport-Security for a year or more." : string.Join("; ", problems) + ".",
            problems.Count == 0 ? string.Empty : $"Keep the defaults of {SecurityHeadersOptions.Section}, and allow scripts by nonce.",
            Weight));
    }

    private static void AddPolicyProblems(List<string> problems, string of, string header)
    {
        var policies = ContentPolicy.Of([header]);
        Demand(policy => policy.KeepsForeignScriptsOut, "allows scripts from anywhere, from the text of the page or from strings");
        Demand(policy => policy.KeepsInlineStylesOut, "allows styles from the text of the page");
        Demand(policy => policy.KeepsForeignFramesOut, "lets other sites show them in frames");

        void Demand(Func<ContentPolicy, bool> keeps, string problem)
        {
            if (!policies.Any(keeps))
            {
                problems.Add($"the policy of {of} {problem}");
            }
        }
    }
}
