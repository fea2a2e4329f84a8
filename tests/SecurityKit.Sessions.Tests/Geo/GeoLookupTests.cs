using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecurityKit.Geo;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

[TestFixture]
public sealed class GeoLookupTests
{
    private static readonly GeoPoint Zurich = new(47.37, 8.54);
    private static readonly GeoPoint Sydney = new(-33.87, 151.21);

    [Test]
    public async Task Networks_AreFound_InEverySizeOfTree_MappedOrInMemory([Values(24, 28, 32)] int recordBits, [Values] bool isMapped)
    {
        await using var host = new GeoHost(o => o.MapFile = isMapped);
        Cities(new GeoTestFile { RecordBits = recordBits }).MoveTo(host.File);

        Assert.Multiple(async () =>
        {
            Assert.That(await host.LocateAsync("203.0.113.0/24"), Is.EqualTo(Zurich));
            Assert.That(await host.LocateAsync("203.0.113.77"), Is.EqualTo(Zurich));
            Assert.That(await host.LocateAsync("::ffff:203.0.113.0/120"), Is.EqualTo(Zurich));
            Assert.That(await host.LocateAsync("::ffff:203.0.113.9"), Is.EqualTo(Zurich));
            Assert.That(await host.LocateAsync("2001:db8:7::/48"), Is.EqualTo(Sydney));
            Assert.That(await host.LocateAsync("203.0.114.0/24"), Is.Null);
            Assert.That(await host.LocateAsync("2001:db8:8::/48"), Is.Null);
        });
    }

    [Test]
    public async Task NetworksAsSessionsKeepThem_AreFound()
    {
        await using var host = new GeoHost();
        Cities(new GeoTestFile()).MoveTo(host.File);

        foreach (var (address, place) in new[] { ("203.0.113.200", Zurich), ("::ffff:203.0.113.200", Zurich), ("2001:db8:7:1::5", Sydney) })
        {
            Assert.That(await host.LocateAsync(NetworkPrefix.Of(IPAddress.Parse(address))), Is.EqualTo(place), address);
        }
    }

    [TestCase("0.0.0.0/8")]
    [TestCase("10.1.2.0/24")]
    [TestCase("100.64.0.0/24")]
    [TestCase("127.0.0.0/24")]
    [TestCase("169.254.1.0/24")]
    [TestCase("172.16.0.0/24")]
    [TestCase("172.31.255.0/24")]
    [TestCase("192.168.1.0/24")]
    [TestCase("224.0.0.0/24")]
    [TestCase("255.255.255.0/24")]
    [TestCase("::/48")]
    [TestCase("::1")]
    [TestCase("::ffff:10.0.0.1")]
    [TestCase("fd12:3456:789a::/48")]
    [TestCase("fe80::/48")]
    [TestCase("ff02::/48")]
    public async Task PrivateAndReservedNetworks_AreNotKnown_WhateverTheFileSays(string network)
    {
        await using var host = new GeoHost();
        new GeoTestFile().With("::/1", GeoTestFile.Place(1, 1)).With("8000::/1", GeoTestFile.Place(1, 1)).MoveTo(host.File);

        Assert.That(await host.LocateAsync(network), Is.Null);
        Assert.That(await host.LocateAsync("198.51.100.0/24"), Is.Not.Null, "the file knows everything");
        Assert.That(host.Counted, Does.Contain("securitykit.geo.lookups:unplaced").And.Contain("securitykit.geo.lookups:found"));
    }

    [Test]
    public async Task NetworkWhoseEndsAreInTwoPlaces_IsNotKnown()
    {
        await using var host = new GeoHost();
        new GeoTestFile().With("203.0.113.0/25", GeoTestFile.Place(47.37, 8.54)).With("203.0.113.128/25", GeoTestFile.Place(-33.87, 151.21))
            .With("198.51.100.0/25", GeoTestFile.Place(47.37, 8.54)).With("198.51.100.128/25", GeoTestFile.Place(47.5, 8.7)).MoveTo(host.File);

        Assert.That(await host.LocateAsync("203.0.113.0/24"), Is.Null);
        Assert.That(await host.LocateAsync("203.0.113.0/25"), Is.EqualTo(Zurich));
        Assert.That(await host.LocateAsync("198.51.100.0/24"), Is.EqualTo(Zurich), "neighbours are one place");
    }

    [Test]
    public async Task PlaceThatTheFileItselfCallsVague_IsNotKnown()
    {
        await using var host = new GeoHost(o => o.MaxAccuracyRadiusKilometres = 200);
        new GeoTestFile().With("203.0.113.0/24", GeoTestFile.Place(47.37, 8.54, 201)).With("198.51.100.0/24", GeoTestFile.Place(47.37, 8.54, 200))
            .With("192.0.2.0/24", GeoTestFile.Place(47.37, 8.54, accuracyRadius: null)).MoveTo(host.File);

        Assert.That(await host.LocateAsync("203.0.113.0/24"), Is.Null);
        Assert.That(await host.LocateAsync("198.51.100.0/24"), Is.EqualTo(Zurich));
        Assert.That(await host.LocateAsync("192.0.2.0/24"), Is.EqualTo(Zurich));
    }

    [Test]
    public async Task RecordsOfOtherMakers_AreRead_AndThoseWithoutCoordinatesAreNotKnown()
    {
        await using var host = new GeoHost();
        new GeoTestFile { DatabaseType = "Contoso" }
            .With("203.0.113.0/24", new Dictionary<string, object> { ["latitude"] = 47.5f, ["longitude"] = 8.5f })
            .With("198.51.100.0/24", GeoTestFile.Country("CH"))
            .With("192.0.2.0/24", new Dictionary<string, object> { ["location"] = "Zurich" })
            .With("198.18.0.0/24", GeoTestFile.Place(91, 8)).With("198.18.1.0/24", GeoTestFile.Place(double.NaN, 8))
            .With("203.0.114.0/24", "a text and no map").MoveTo(host.File);

        Assert.That(await host.LocateAsync("203.0.113.0/24"), Is.EqualTo(new GeoPoint(47.5, 8.5)));
        foreach (var network in new[] { "198.51.100.0/24", "192.0.2.0/24", "198.18.0.0/24", "198.18.1.0/24", "203.0.114.0/24" })
        {
            Assert.That(await host.LocateAsync(network), Is.Null, network);
        }

        Assert.That(host.Logged.Count(entry => entry.Id == 5502), Is.EqualTo(1), "the record that is no map is told");
    }

    [Test]
    public async Task FileOfIpv4Only_KnowsNoIpv6Network()
    {
        await using var host = new GeoHost();
        new GeoTestFile { IpVersion = 4 }.With("203.0.113.0/24", GeoTestFile.Place(47.37, 8.54)).MoveTo(host.File);

        Assert.That(await host.LocateAsync("203.0.113.0/24"), Is.EqualTo(Zurich));
        Assert.That(await host.LocateAsync("2001:db8:7::/48"), Is.Null);
    }

    [TestCase("")]
    [TestCase("somewhere")]
    [TestCase("203.0.113.0/33")]
    [TestCase("203.0.113.0/-1")]
    [TestCase("203.0.113.0/")]
    [TestCase("2001:db8::/129")]
    public async Task WhatIsNoNetwork_IsRefusedWithTheRule(string text)
    {
        await using var host = new GeoHost();
        Cities(new GeoTestFile()).MoveTo(host.File);

        Assert.That(async () => await host.LocateAsync(text), Throws.ArgumentException.With.Message.Contains("such as 203.0.113.0/24"));
    }

    [Test]
    public async Task AddedTwice_ThereIsOneOfEach_AndAResolverOfTheHostsIsAskedFirst()
    {
        await using var host = new GeoHost(arrange: services =>
        {
            services.AddSingleton<IGeoResolver, Elsewhere>();
            services.AddSecurityKit().AddGeoDatabase();
        });
        Cities(new GeoTestFile()).MoveTo(host.File);

        Assert.That(host.Services.GetServices<IGeoResolver>().Select(r => r.GetType()), Is.EqualTo(new[] { typeof(Elsewhere), typeof(GeoDatabase) }));
        Assert.That(host.Services.GetServices<IPostureCheck>().Count(c => c.Id == "geo.database"), Is.EqualTo(1));
        Assert.That(host.Services.GetRequiredService<IOptions<Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckServiceOptions>>().Value.Registrations.Count(r => r.Name == "securitykit.geo"), Is.EqualTo(1));
    }

    [Test]
    public void Options_AreValidatedWithAllRulesAtOnce()
    {
        var wrong = new GeoOptions
        {
            DatabaseFile = " ", ReloadInterval = TimeSpan.Zero, MaxAge = TimeSpan.FromHours(1), MaxAccuracyRadiusKilometres = 0,
        };

        var result = new GeoOptionsValidator().Validate(null, wrong);

        Assert.That(result.Failures, Is.EqualTo(new[]
        {
            "SecurityKit:Geo:DatabaseFile is empty. Set it to the path of a City file in the MaxMind DB format, such as GeoLite2 City or DB-IP City Lite.",
            "SecurityKit:Geo:ReloadInterval is 00:00:00. Set it to 00:00:01 to 1.00:00:00.",
            "SecurityKit:Geo:MaxAge is 01:00:00. Set it to 1.00:00:00 to 731.00:00:00.",
            "SecurityKit:Geo:MaxAccuracyRadiusKilometres is 0. Set it to 1 to 20000.",
        }));
        Assert.That(new GeoOptionsValidator().Validate(null, new GeoOptions { DatabaseFile = "city.mmdb" }).Succeeded, Is.True, "the defaults are within the rules");
    }

    private static GeoTestFile Cities(GeoTestFile file) => file
        .With("203.0.113.0/24", GeoTestFile.Place(Zurich.Latitude, Zurich.Longitude))
        .With("2001:db8:7::/48", GeoTestFile.Place(Sydney.Latitude, Sydney.Longitude));

    private sealed class Elsewhere : IGeoResolver
    {
        public ValueTask<GeoPoint?> LocateAsync(string network, CancellationToken cancellationToken) => ValueTask.FromResult<GeoPoint?>(null);
    }
}
