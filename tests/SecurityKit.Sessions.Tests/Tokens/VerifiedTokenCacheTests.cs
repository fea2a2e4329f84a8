namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class VerifiedTokenCacheTests
{
    [Test]
    public async Task RepeatedToken_IsRememberedOnce_AndForgeriesNever()
    {
        await using var host = await SessionHost.StartAsync();
        var token = host.Issuer.Issue((await host.SignInAsync()).Session).Value;
        for (var i = 0; i < 10; i++)
        {
            Assert.That((await host.Validator.ValidateAsync(token)).IsValid, Is.True);
            Assert.That((await host.Validator.ValidateAsync(token[..^3] + "AAA")).IsValid, Is.False);
        }

        Assert.That(host.Validator.RememberedCount, Is.EqualTo(1));
    }

    [Test]
    public async Task RememberedToken_StillExpires()
    {
        await using var host = await SessionHost.StartAsync();
        var grant = await host.SignInAsync();
        var token = host.Issuer.Issue(grant.Session).Value;
        await host.Validator.ValidateAsync(token);
        host.Clock.Advance(TimeSpan.FromMinutes(20));
        await host.Validator.ValidateAsync(token);
        host.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.That((await host.Validator.ValidateAsync(token)).Status, Is.EqualTo(AccessTokenStatus.Expired));
    }

    [Test]
    public void Cache_NeverGrowsBeyondItsCapacity()
    {
        var cache = new VerifiedTokenCache();
        for (ulong i = 0; i < 10_000; i++)
        {
            cache.Add(new TokenDigest(i, 0, 0, 0), new VerifiedToken("key", null!), 1000);
            Assert.That(cache.Count, Is.LessThanOrEqualTo(1000));
        }

        Assert.That(cache.Find(new TokenDigest(9_999, 0, 0, 0)), Is.Not.Null);
        Assert.That(cache.Find(new TokenDigest(0, 0, 0, 0)), Is.Null);
    }

    [Test]
    public void CacheOfNothing_RemembersNothing()
    {
        var cache = new VerifiedTokenCache();
        cache.Add(new TokenDigest(1, 0, 0, 0), new VerifiedToken("key", null!), 0);

        Assert.That(cache.Count, Is.Zero);
    }
}
