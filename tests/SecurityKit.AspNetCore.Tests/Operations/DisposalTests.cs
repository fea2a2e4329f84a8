using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Operations;

/// <summary>A host that is disposed of without having been stopped, as test hosts are, ends quietly.</summary>
[TestFixture]
public sealed class DisposalTests
{
    [Test]
    public async Task AHostDisposedOfWithoutAStop_EndsItsServicesWithoutAnError()
    {
        var host = await KitHost.StartAsync();
        var services = host.Services.GetServices<IHostedService>().OfType<BackgroundService>()
            .Where(s => s.GetType().Namespace!.StartsWith("SecurityKit", StringComparison.Ordinal)).ToList();
        Assert.That(services, Has.Count.GreaterThanOrEqualTo(8));
        await host.DisposeWithoutStopAsync();
        foreach (var service in services)
        {
            Assert.That(async () => await service.ExecuteTask!, Throws.Nothing, service.GetType().Name);
        }

        Assert.That(host.Logs.Text.Split('\n').Where(line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal)), Is.Empty);
    }
}
