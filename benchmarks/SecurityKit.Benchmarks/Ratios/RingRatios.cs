using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Benchmarks.Encryption;
using SecurityKit.Crypto;

namespace SecurityKit.Benchmarks.Ratios;

/// <summary>Reading the ring's snapshot by one thread and by sixteen at once, beside reading the clock alone.</summary>
internal static class RingRatios
{
    private const int Threads = 16;

    internal static async Task RunAsync()
    {
        using var host = await EncryptionHost.CreateAsync();
        var ring = host.Kit.GetRequiredService<KeyRingRegistry>().Get(KeyRingNames.Data);
        var ticks = TimeProvider.System.GetUtcNow().UtcTicks;
        RatioTable.Print(
            "Ring snapshot, one thread",
            new Contender("reading the clock", count => Repeat(count, static () => TimeProvider.System.GetUtcNow().UtcTicks)),
            new Contender("snapshot", count => Repeat(count, () => ring.At(ticks).Revision)),
            new Contender("snapshot and clock", count => Repeat(count, () => ring.Now.Revision)));

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\nSixteen threads: {InParallel(() => ring.At(ticks).Revision) / 1e6:0} million snapshots a second on {Environment.ProcessorCount} processors, "
            + $"one thread: {InParallel(() => ring.At(ticks).Revision, threads: 1) / 1e6:0} million."));
    }

    private static void Repeat(int count, Func<long> read)
    {
        var sum = 0L;
        for (var i = 0; i < count; i++)
        {
            sum += read();
        }

        GC.KeepAlive(sum);
    }

    /// <summary>Reads a second, over all threads, the threads' start not counted.</summary>
    private static double InParallel(Func<long> read, int threads = Threads)
    {
        const int ReadsEach = 5_000_000;
        var best = 0.0;
        for (var round = 0; round < 3; round++)
        {
            using var gate = new Barrier(threads + 1);
            var all = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
            {
                gate.SignalAndWait();
                Repeat(ReadsEach, read);
            })).ToArray();
            Array.ForEach(all, thread => thread.Start());
            gate.SignalAndWait();
            var started = Stopwatch.GetTimestamp();
            Array.ForEach(all, thread => thread.Join());
            best = Math.Max(best, ReadsEach * (double)threads / Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return best;
    }
}
