using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityKit.AspNetCore.Tests.Hosting;

namespace SecurityKit.AspNetCore.Tests.Operations;

/// <summary>A host that is disposed of without having been stopped, as test hosts are, ends quietly.</summary>
[TestFixture]
public sealed class DisposalTests
{
    private const int Attempts = 10;

    [Test]
    public async Task AHostDisposedOfWithoutAStop_EndsItsServicesWithoutAnError()
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var host = await KitHost.StartAsync();
            var services = host.Services.GetServices<IHostedService>().OfType<BackgroundService>()
                .Where(s => s.GetType().Namespace!.StartsWith("SecurityKit", StringComparison.Ordinal)).ToList();
            Assert.That(services, Has.Count.GreaterThanOrEqualTo(8));
            // the host hands its services to the thread pool; on a busy machine one may not have had its turn yet
            await Task.Delay(TimeSpan.FromMilliseconds(200 * attempt), TimeProvider.System);
            await host.DisposeWithoutStopAsync();
            var failures = await FailuresOfAsync(services);
            if (services.Any(service => NeverBegan(service, failures)))
            {
                continue;
            }

            Assert.That(failures.Select(failure => $"{failure.Key.GetType().Name}: {failure.Value}"), Is.Empty);
            Assert.That(host.Logs.Text.Split('\n').Where(line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal)), Is.Empty);
            return;
        }

        Assert.Fail($"In {Attempts} attempts there was none in which every service had begun before its host was disposed of.");
    }

    private static async Task<Dictionary<BackgroundService, Exception>> FailuresOfAsync(IEnumerable<BackgroundService> services)
    {
        var failures = new Dictionary<BackgroundService, Exception>();
        foreach (var service in services)
        {
            try
            {
                await service.ExecuteTask!;
            }
            catch (Exception failure)
            {
                failures.Add(service, failure);
            }
        }

        return failures;
    }

    /// <summary>What a service throws itself names a task of its own or none; only one that was cancelled while it waited for a thread names the whole.</summary>
    private static bool NeverBegan(BackgroundService service, Dictionary<BackgroundService, Exception> failures) =>
        failures.TryGetValue(service, out var failure) && failure is TaskCanceledException cancelled && cancelled.Task == service.ExecuteTask;
}
