using Microsoft.Extensions.Hosting;
using SecurityKit.Crypto;

namespace SecurityKit.Cli.Tests;

/// <summary>A host whose data was counted under a key that was then revoked.</summary>
internal sealed class DataUnderARevokedKey(IKeyRingManager rings, TimeProvider clock) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var key = (await rings.GetStatusAsync(KeyRingNames.Data, cancellationToken)).CurrentKeyId;
        await rings.RecordDataAsync(
            KeyRingNames.Data, new StoredDataCount("folder notes", clock.GetUtcNow(), new Dictionary<string, long> { [key] = 3 }), cancellationToken);
        await rings.RotateAsync(KeyRingNames.Data, "test", cancellationToken);
        await rings.RevokeAsync(KeyRingNames.Data, key, "test", cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
