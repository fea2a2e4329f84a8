using System.Diagnostics;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests.Telemetry;

[TestFixture]
public sealed class SessionSpanTests
{
    [Test]
    public async Task TheLifeOfASession_IsTraced_WithoutTokensAndSubjects()
    {
        using var spans = new SpanRecorder("SecurityKit.Sessions");
        await using var host = await SessionHost.StartAsync();
        var grant = await host.SignInAsync("ada-lovelace", isRenewable: true);
        await host.Sessions.ValidateAsync(grant.Token);
        var next = await host.Refreshes.RefreshAsync(grant.RefreshToken);
        await host.Sessions.RevokeAsync(grant.Session.Id, "ada-lovelace", SessionEndReasons.SignedOut);
        await host.Sessions.ValidateAsync(grant.Token);
        Assert.That(spans.Outcomes, Is.EqualTo(new[]
        {
            "securitykit.session.create Created",
            "securitykit.session.validate Valid",
            "securitykit.session.refresh Refreshed",
            "securitykit.session.revoke Done",
            "securitykit.session.validate Ended",
        }));
        Assert.That(spans.Spans.Select(s => s.ParentSpanId), Is.All.EqualTo(Activity.Current!.SpanId), "none is part of another that was over before");
        foreach (var secret in new[] { "ada-lovelace", grant.Token, grant.RefreshToken!, next.RefreshToken!, grant.Session.Id.ToString() })
        {
            Assert.That(spans.Everything, Does.Not.Contain(secret));
        }
    }
}
