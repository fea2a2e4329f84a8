using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Mfa.Tests.Support;

namespace SecurityKit.Mfa.Tests.Posture;

[TestFixture]
public sealed class PostureTests
{
    [Test]
    public async Task With_the_defaults_roles_and_a_sender_every_check_passes()
    {
        await using var host = new MfaHost(more: s => s.AddSingleton<ISubjectContacts>(new FixedContacts()));
        foreach (var check in host.Get<IEnumerable<IPostureCheck>>().Where(c => c.Id.StartsWith("mfa.", StringComparison.Ordinal)))
        {
            var finding = await check.CheckAsync(default);
            Assert.That(finding.Status, Is.EqualTo(PostureStatus.Passed), finding.ToString());
            Assert.That(finding.Advice, Is.Empty);
        }
    }

    [Test]
    public async Task No_privileged_role_fails()
    {
        await using var host = new MfaHost(o => o.Policy.RequiredRoles.Clear());
        Assert.That(await FindAsync(host, "mfa.policy.roles"), Has.Property("Status").EqualTo(PostureStatus.Failed).And.Property("Advice").Contains("RequiredRoles"));
    }

    [Test]
    public async Task Without_a_sender_or_addresses_people_are_not_told()
    {
        await using var host = new MfaHost();
        Assert.That((await FindAsync(host, "mfa.notices")).Status, Is.EqualTo(PostureStatus.Partial));
        host.Sender.Channels.Clear();
        Assert.That((await FindAsync(host, "mfa.notices")).Status, Is.EqualTo(PostureStatus.Failed));
    }

    private static async Task<PostureFinding> FindAsync(MfaHost host, string id) =>
        await host.Get<IEnumerable<IPostureCheck>>().Single(c => c.Id == id).CheckAsync(default);
}
