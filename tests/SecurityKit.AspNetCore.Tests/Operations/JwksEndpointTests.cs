using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.AspNetCore.Tests.Hosting;
using SecurityKit.Crypto;

namespace SecurityKit.AspNetCore.Tests.Operations;

/// <summary>Who keeps the key set for as long as it may be kept has each key before it signs.</summary>
[TestFixture]
public sealed class JwksEndpointTests
{
    [TestCase(120, 30, 90)]
    [TestCase(2, 1, 1)]
    [TestCase(3600, 30, 300)]
    public void KeySet_MayBeKept_ForNoLongerThanAKeyMadeOutOfTurnIsShownEverywhereBeforeItSigns(int propagationSeconds, int refreshSeconds, int expectedSeconds)
    {
        var options = new CryptoOptions { PropagationDelay = TimeSpan.FromSeconds(propagationSeconds), RefreshInterval = TimeSpan.FromSeconds(refreshSeconds) };

        Assert.That(JwksEndpoint.MaxAge(options), Is.EqualTo(TimeSpan.FromSeconds(expectedSeconds)));
    }

    [Test]
    public async Task KeySet_SaysForHowLongItMayBeKept_AndShowsAKeyMadeOutOfTurnAtOnce()
    {
        await using var host = await KitHost.StartAsync();
        using var client = host.Client();
        var rings = host.Services.GetRequiredService<IKeyRingManager>();
        var next = await rings.RotateAsync(KeyRingNames.Signing, "audit");

        var answer = (await client.SendAsync(HttpMethod.Get, "/.well-known/jwks.json")).Expect(HttpStatusCode.OK);

        Assert.That(answer.Header("Cache-Control"), Is.EqualTo("public, max-age=90"));
        Assert.That(answer.Text, Does.Contain(next.Id));
        Assert.That(host.Services.GetRequiredService<ISigningKeyRing>().Current.Active.Id, Is.Not.EqualTo(next.Id));
    }
}
