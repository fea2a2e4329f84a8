using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

/// <summary>From a file on the disk to the refused sign-in.</summary>
[TestFixture]
public sealed class ImpossibleTravelTests
{
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private string _file = null!;

    [SetUp]
    public void WriteFile() => new GeoTestFile()
        .With("203.0.113.0/24", GeoTestFile.Place(47.37, 8.54)).With("198.51.100.0/24", GeoTestFile.Place(47.05, 8.31)).With("2001:db8:7::/48", GeoTestFile.Place(-33.87, 151.21))
        .MoveTo(_file = Path.Combine(Directory.CreateTempSubdirectory("sk-travel-").FullName, "city.mmdb"));

    [TearDown]
    public void DeleteFile() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Test]
    public async Task SignInFromAcrossTheWorldAnHourLater_IsRefused_AndTheEventNamesTheSignal()
    {
        await using var host = await StartAsync();
        From(host, "203.0.113.9");
        await host.SignInAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(25));
        From(host, "2001:db8:7:1::9");

        var result = await host.Sessions.CreateAsync(host.Start());

        Assert.That((result.Status, result.Grant), Is.EqualTo((SessionStartStatus.Suspicious, (SessionGrant?)null)));
        Assert.That(result.Assessment.Signals, Does.Contain(SuspicionSignal.ImpossibleTravel));
        Assert.That(host.Events.Single(SessionEventTypes.Suspicion).Data[SessionEventTypes.SignalsData], Does.Contain("ImpossibleTravel"));
        Assert.That(await host.Sessions.ListAsync("ada"), Has.Count.EqualTo(1), "only the session at home");
    }

    [TestCase("198.51.100.9", Description = "the next town")]
    [TestCase("192.0.2.9", Description = "not in the file")]
    [TestCase("10.0.0.9", Description = "a private network")]
    public async Task SignInFromNearByOrFromNowhere_IsNoTravel(string address)
    {
        await using var host = await StartAsync();
        From(host, "203.0.113.9");
        await host.SignInAsync();
        From(host, address);

        var result = await host.Sessions.CreateAsync(host.Start());

        Assert.That(result.Status, Is.EqualTo(SessionStartStatus.Created));
        Assert.That(result.Assessment.Signals, Does.Not.Contain(SuspicionSignal.ImpossibleTravel));
    }

    private static void From(SessionHost host, string address) =>
        host.Context = new OperationContext { RemoteAddress = IPAddress.Parse(address), UserAgent = Firefox };

    private Task<SessionHost> StartAsync() => SessionHost.StartAsync(
        o => o.Suspicion.RevokeScore = 60, arrange: services => services.AddSecurityKit().AddGeoDatabase(o => o.DatabaseFile = _file));
}
