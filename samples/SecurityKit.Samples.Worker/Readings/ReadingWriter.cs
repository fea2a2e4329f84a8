using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;

namespace SecurityKit.Samples.Worker;

/// <summary>Writes an encrypted reading twice a second.</summary>
internal sealed class ReadingWriter(ReadingStore readings, TimeProvider clock) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await readings.CreateTableAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var degrees = RandomNumberGenerator.GetInt32(180, 240) / 10.0;
            await readings.AddAsync(Guid.NewGuid().ToString("N"), clock.GetUtcNow(), degrees.ToString(CultureInfo.InvariantCulture), stoppingToken);
        }
    }
}
