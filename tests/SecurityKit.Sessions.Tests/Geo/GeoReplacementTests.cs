using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecurityKit.Geo;
using SecurityKit.Testing;

namespace SecurityKit.Sessions.Tests;

/// <summary>The file is replaced while the host runs: by a newer one, a broken one, none.</summary>
[TestFixture]
public sealed class GeoReplacementTests
{
    private const string Network = "203.0.113.0/24";

    [Test]
    public async Task NewFile_IsServedAfterTheInterval_WithoutARestart([Values] bool isMapped)
    {
        await using var host = new GeoHost(o => (o.MapFile, o.ReloadInterval) = (isMapped, TimeSpan.FromMinutes(5)));
        At(1).MoveTo(host.File);
        await host.StartAsync();
        Assert.That(await host.LocateAsync(Network), Is.EqualTo(new GeoPoint(1, 8)));

        At(2).MoveTo(host.File);
        Assert.That(await host.LocateAsync(Network), Is.EqualTo(new GeoPoint(1, 8)), "nobody has looked yet");
        await Until.TrueAsync(async () =>
        {
            host.Clock.Advance(TimeSpan.FromMinutes(5));
            return await host.LocateAsync(Network) == new GeoPoint(2, 8);
        });

        Assert.That(host.Logged.Count(entry => entry.Id == 5500), Is.EqualTo(2));
        Assert.That(host.Counted.Count(line => line == "securitykit.geo.database.openings:loaded"), Is.EqualTo(2));
    }

    [Test]
    public async Task FileThatIsNotReplaced_IsNotOpenedAgain()
    {
        await using var host = new GeoHost();
        At(1).MoveTo(host.File);
        for (var i = 0; i < 5; i++)
        {
            await host.Database.RefreshAsync(CancellationToken.None);
        }

        Assert.That(host.Counted.Count(line => line == "securitykit.geo.database.openings:loaded"), Is.EqualTo(1));
    }

    [Test]
    public async Task LinkThatIsTurnedToAnotherFile_IsNoticed()
    {
        await using var host = new GeoHost();
        File.CreateSymbolicLink(host.File, At(1).MoveTo(host.File + ".1"));
        Assert.That(await host.LocateAsync(Network), Is.EqualTo(new GeoPoint(1, 8)));

        File.Delete(host.File);
        File.CreateSymbolicLink(host.File, At(2).MoveTo(host.File + ".2"));
        await host.Database.RefreshAsync(CancellationToken.None);

        Assert.That(await host.LocateAsync(Network), Is.EqualTo(new GeoPoint(2, 8)));
    }

    [TestCase("broken", "not a whole file in the MaxMind DB format")]
    [TestCase("cut", "not a whole file in the MaxMind DB format")]
    [TestCase("gone", "there is no such file")]
    [TestCase("countries", "whose records have no coordinates")]
    public async Task BrokenReplacement_DoesNotTakeOver_AndLogMetricHealthAndPostureSaySo(string how, string rule)
    {
        await using var host = new GeoHost();
        At(1).MoveTo(host.File);
        await host.StartAsync();
        Break(host.File, how);

        await host.Database.RefreshAsync(CancellationToken.None);
        await host.Database.RefreshAsync(CancellationToken.None);

        Assert.Multiple(async () =>
        {
            Assert.That(await host.LocateAsync(Network), Is.EqualTo(new GeoPoint(1, 8)), "the old file goes on serving");
            Assert.That(host.Logged.Single(entry => entry.Id == 5501).Text, Does.Contain(host.File).And.Contain(rule), "told once, not at every look");
            Assert.That(host.Counted.Count(line => line == "securitykit.geo.database.openings:refused"), Is.EqualTo(2));
            Assert.That(await HealthAsync(host), Is.EqualTo(HealthStatus.Degraded));
            var finding = await PostureAsync(host);
            Assert.That((finding.Status, finding.Evidence.Contains(rule, StringComparison.Ordinal), finding.Advice.Length > 0), Is.EqualTo((PostureStatus.Partial, true, true)));
        });

        At(2).MoveTo(host.File);
        await host.Database.RefreshAsync(CancellationToken.None);

        Assert.That(await host.LocateAsync(Network), Is.EqualTo(new GeoPoint(2, 8)), "and a good one takes over");
        Assert.That((await HealthAsync(host), (await PostureAsync(host)).Status), Is.EqualTo((HealthStatus.Healthy, PostureStatus.Passed)));
    }

    [TestCase("broken", "not a whole file in the MaxMind DB format")]
    [TestCase("empty", "not a whole file in the MaxMind DB format")]
    [TestCase("cut", "not a whole file in the MaxMind DB format")]
    [TestCase("gone", "there is no such file")]
    [TestCase("folder", "there is no such file")]
    [TestCase("countries", "whose records have no coordinates")]
    public async Task HostWithoutAUsableFile_DoesNotStart_AndTheMessageNamesTheFileAndTheRule(string how, string rule)
    {
        foreach (var isMapped in new[] { false, true })
        {
            await using var host = new GeoHost(o => o.MapFile = isMapped);
            At(1).MoveTo(host.File);
            Break(host.File, how);

            Assert.That(
                async () => await host.StartAsync(),
                Throws.TypeOf<SecurityKitConfigurationException>().With.Message.Contains($"SecurityKit:Geo:DatabaseFile is '{host.File}'").And.Message.Contains(rule));
            Assert.That(await HealthAsync(host), Is.EqualTo(HealthStatus.Unhealthy));
            Assert.That((await PostureAsync(host)).Status, Is.EqualTo(PostureStatus.Failed));
        }
    }

    [Test]
    public async Task StaleFile_GoesOnServing_AndHealthPostureAndMetricTellItsAge()
    {
        await using var host = new GeoHost(o => o.MaxAge = TimeSpan.FromDays(30));
        new GeoTestFile { BuiltAt = host.Clock.GetUtcNow() }.With(Network, GeoTestFile.Place(1, 8)).MoveTo(host.File);
        await host.Database.RefreshAsync(CancellationToken.None);

        host.Clock.Advance(TimeSpan.FromDays(30));
        Assert.That((await HealthAsync(host), (await PostureAsync(host)).Status), Is.EqualTo((HealthStatus.Healthy, PostureStatus.Passed)), "as old as it may be");
        host.Clock.Advance(TimeSpan.FromSeconds(1));

        var finding = await PostureAsync(host);
        Assert.That((await HealthAsync(host), finding.Status), Is.EqualTo((HealthStatus.Degraded, PostureStatus.Failed)));
        Assert.That(finding.Evidence, Does.Contain("GeoLite2-City of 2026-01-05"));
        Assert.That(await host.LocateAsync(Network), Is.EqualTo(new GeoPoint(1, 8)));
        Assert.That(host.Counted, Does.Contain($"securitykit.geo.database.age:{TimeSpan.FromDays(30).TotalSeconds + 1}"));
    }

    [Test]
    public async Task LookupsNoticeNothingOfReplacements([Values] bool isMapped)
    {
        await using var host = new GeoHost(o => o.MapFile = isMapped);
        At(0).MoveTo(host.File);
        await host.Database.RefreshAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var latest = 0.0;
            var count = 0;
            while (!stop.IsCancellationRequested || count < 100)
            {
                var place = await host.LocateAsync(Network);
                Assert.That(place!.Value.Latitude, Is.GreaterThanOrEqualTo(latest), "a file that was replaced does not come back");
                latest = place.Value.Latitude;
                count++;
            }

            return count;
        })).ToArray();

        for (var i = 1; i <= 60; i++)
        {
            At(i).MoveTo(host.File);
            await host.Database.RefreshAsync(CancellationToken.None);
        }

        await stop.CancelAsync();
        Assert.That(await Task.WhenAll(readers), Is.All.GreaterThanOrEqualTo(100));
        Assert.That(await host.LocateAsync(Network), Is.EqualTo(new GeoPoint(60, 8)));
        Assert.That(host.Counted, Does.Not.Contain("securitykit.geo.lookups:failed").And.Not.Contain("securitykit.geo.lookups:unknown"));
    }

    /// <summary>Whatever is wrong with a file, it is refused as a whole, or its record counts as not known: never another exception, never the end of the process.</summary>
    [Test]
    public async Task EveryTruncationAndEveryFlippedByte_EndsInARefusalOrAnAnswer()
    {
        var whole = At(1).With("2001:db8:7::/48", GeoTestFile.Place(3, 4)).ToBytes();
        var variants = Enumerable.Range(0, whole.Length).Where(i => i % 7 == 0).Select(length => whole[..length])
            .Concat(Enumerable.Range(0, whole.Length).Select(i =>
            {
                var flipped = (byte[])whole.Clone();
                flipped[i] ^= (byte)(1 << (i % 8));
                return flipped;
            }));
        var (refused, answered) = (0, 0);
        await using var host = new GeoHost();
        foreach (var variant in variants)
        {
            await File.WriteAllBytesAsync(host.File, variant);
            try
            {
                var file = await GeoFile.OpenAsync(new GeoOptions { DatabaseFile = host.File });
                answered++;
                foreach (var network in new[] { Network, "2001:db8:7::/48", "198.51.100.0/24" })
                {
                    Assert.That(GeoNetwork.TryParse(network, out var parsed), Is.True);
                    Answer(file, parsed!);
                }

                file.Leave();
            }
            catch (SecurityKitConfigurationException)
            {
                refused++;
            }
        }

        Assert.That((refused > 100, answered > 100), Is.EqualTo((true, true)), $"{refused} refused, {answered} answered");
    }

    /// <summary>What the resolver turns into 'not known'; anything that is no exception of a record would have ended the process by now.</summary>
    private static void Answer(GeoFile file, GeoNetwork network)
    {
        try
        {
            file.Find(network, 500);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Assert.That(exception, Is.Not.InstanceOf<NullReferenceException>().And.Not.InstanceOf<AccessViolationException>());
        }
    }

    private static GeoTestFile At(double latitude) => new GeoTestFile().With(Network, GeoTestFile.Place(latitude, 8));

    private static void Break(string file, string how)
    {
        switch (how)
        {
            case "broken":
                File.WriteAllText(file, "<html>Please sign in to download</html>");
                break;
            case "empty":
                File.WriteAllBytes(file, []);
                break;
            case "cut":
                File.WriteAllBytes(file + ".cut", File.ReadAllBytes(file)[..100]);
                File.Move(file + ".cut", file, overwrite: true);
                break;
            case "countries":
                new GeoTestFile { DatabaseType = "GeoLite2-Country" }.With(Network, GeoTestFile.Country("CH")).MoveTo(file);
                break;
            case "folder":
                File.Delete(file);
                Directory.CreateDirectory(file);
                break;
            default:
                File.Delete(file);
                break;
        }
    }

    private static async Task<HealthStatus> HealthAsync(GeoHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(entry => entry.Name == "securitykit.geo")).Status;

    private static async Task<PostureFinding> PostureAsync(GeoHost host) =>
        await host.Services.GetServices<IPostureCheck>().Single(check => check.Id == "geo.database").CheckAsync(CancellationToken.None);
}
