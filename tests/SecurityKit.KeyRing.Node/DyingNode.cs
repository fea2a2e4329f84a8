using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.KeyRing.Node;

internal static class DyingNode
{
    internal static async Task<int> RunAsync(string store, string connection, string keyFile, TimeSpan offset, string operation, string fault)
    {
        await using var real = NodeServices.Build(store, connection, keyFile);
        var steps = new DeadlySteps(fault);
        await using var services = NodeServices.Build(store, connection, keyFile, s =>
        {
            s.AddSingleton<TimeProvider>(new OffsetClock(offset));
            s.AddSingleton<IKeyRingStore>(new DyingKeyRingStore(real.GetRequiredService<IKeyRingStore>(), steps));
            s.AddSingleton<ILeaseStore>(new DyingLeaseStore(real.GetRequiredService<ILeaseStore>(), steps));
            s.AddSingleton<IChangeFeed>(new DyingChangeFeed(real.GetRequiredService<IChangeFeed>(), steps));
        });
        var rings = services.GetRequiredService<IKeyRingManager>();
        await rings.InitializeAsync();
        steps.IsArmed = true;
        switch (operation)
        {
            case "due":
                await rings.MaintainAsync();
                break;
            case "hand":
                await rings.RotateAsync(KeyRingNames.Data, "test");
                break;
            case "revoke":
                await rings.RevokeAsync(KeyRingNames.Data, (await rings.GetStatusAsync()).CurrentKeyId, "leak");
                break;
            default:
                throw new ArgumentException($"unknown operation {operation}", nameof(operation));
        }

        await Console.Out.WriteLineAsync("survived");
        return 0;
    }
}
