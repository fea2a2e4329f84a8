using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.KeyRing.Node;

internal static class ColdStart
{
    internal static async Task<int> RunAsync(string store, string connection, string keyFile)
    {
        await using var services = NodeServices.Build(store, connection, keyFile);
        var rings = services.GetRequiredService<IKeyRingManager>();

        // Everything is compiled and connected, so that the start itself is what the nodes do at the same time.
        await services.GetRequiredService<IKeyRingStore>().LoadAsync("warm-up", CancellationToken.None);
        await Console.Out.WriteLineAsync("ready");
        await Console.In.ReadLineAsync();

        await rings.InitializeAsync();
        var encryptor = services.GetRequiredService<IEncryptor>().ForPurpose("fifty");
        await Console.Out.WriteLineAsync(encryptor.EncryptText(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        while (await Console.In.ReadLineAsync() is { Length: > 0 } file)
        {
            var read = File.ReadLines(file).Count(envelope => int.TryParse(encryptor.DecryptText(envelope), out _));
            await Console.Out.WriteLineAsync(read.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return 0;
    }
}
