using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.KeyRing.Node;

internal static class DyingEraser
{
    internal static async Task<int> RunAsync(string store, string connection, string keyFile, string journal, string subject, string fault)
    {
        await using var real = NodeServices.Build(store, connection, keyFile);
        var steps = new DeadlySteps(fault);
        await using var services = NodeServices.Build(store, connection, keyFile, s =>
        {
            s.AddSingleton<ISubjectKeyStore>(new DyingSubjectKeyStore(real.GetRequiredService<ISubjectKeyStore>(), steps));
            s.AddSingleton<IErasureJournal>(new DyingJournal(steps));
            s.AddSingleton<IChangeFeed>(new DyingChangeFeed(real.GetRequiredService<IChangeFeed>(), steps));
            s.AddSecurityKit().AddSubjectEncryption(o => o.JournalFile = journal);
        });
        await services.GetRequiredService<IKeyRingManager>().InitializeAsync();
        steps.IsArmed = true;
        await services.GetRequiredService<ISubjectKeyManager>().EraseAsync(subject, "test");
        await Console.Out.WriteLineAsync("survived");
        return 0;
    }
}
