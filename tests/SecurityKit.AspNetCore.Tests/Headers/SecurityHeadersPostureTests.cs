using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Headers;

/// <summary>A policy passes by what it keeps out, not by what it is called.</summary>
[TestFixture]
public sealed class SecurityHeadersPostureTests
{
    [TestCase("default-src *; script-src * data:; frame-ancestors *", "scripts from anywhere", "show them in frames")]
    [TestCase("default-src 'self' 'Unsafe-Inline'; frame-ancestors 'none'", "scripts from anywhere", "styles from the text")]
    [TestCase("script-src 'self' 'UNSAFE-EVAL'; style-src 'self'; frame-ancestors 'none'", "scripts from anywhere", null)]
    [TestCase("default-src 'self'; style-src 'unsafe-inline'; frame-ancestors https:", "styles from the text", "show them in frames")]
    [TestCase("default-src 'self'", "show them in frames", null)]
    public async Task APolicyThatLetsOthersIn_DoesNotPass(string policy, string problem, string? other)
    {
        var finding = await FindAsync(policy);

        Assert.That(finding.Status, Is.EqualTo(PostureStatus.Failed));
        Assert.That(finding.Evidence, Does.Contain("the policy of pages").And.Contain(problem).And.Contain(other ?? problem).And.Not.Contain("API answers"));
    }

    [TestCase("default-src 'self'; script-src 'self' 'nonce-{nonce}'; frame-ancestors 'none'")]
    [TestCase("default-src 'none'; script-src 'strict-dynamic' 'nonce-{nonce}' https:; style-src 'self'; frame-ancestors 'self' https://partner.example")]
    public async Task AStrictPolicyOfTheHostsOwn_Passes(string policy) => Assert.That((await FindAsync(policy)).Status, Is.EqualTo(PostureStatus.Passed));

    private static async Task<PostureFinding> FindAsync(string policy)
    {
        await using var host = await KitHost.StartAsync(new KitHostSetup
        {
            Settings = new Dictionary<string, string?> { ["SecurityKit:Headers:PageContentSecurityPolicy"] = policy },
        });
        return await host.Services.GetServices<IPostureCheck>().Single(check => check.Id == "web.headers").CheckAsync(CancellationToken.None);
    }
}
