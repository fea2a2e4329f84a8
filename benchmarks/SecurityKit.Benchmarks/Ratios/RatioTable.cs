using System.Diagnostics;
using System.Globalization;

namespace SecurityKit.Benchmarks.Ratios;

/// <summary>
/// Runs contenders in turns, many short rounds each, and compares their best rounds: what disturbs a round only ever makes it longer, and what
/// disturbs the machine disturbs all of them.
/// </summary>
internal static class RatioTable
{
    private const int Rounds = 40;
    private const double SecondsPerRound = 0.004;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(250);

    internal static void Print(string title, params Contender[] contenders)
    {
        var counts = contenders.Select(Calibrate).ToArray();
        var best = Enumerable.Repeat(double.MaxValue, contenders.Length).ToArray();
        var allocated = new double[contenders.Length];
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var bytes = GC.GetAllocatedBytesForCurrentThread();
                best[i] = Math.Min(best[i], Time(contenders[i], counts[i]) / counts[i]);
                allocated[i] = (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)counts[i];
            }
        }

        Console.WriteLine($"\n### {title}\n\n| | time | ratio | allocated |\n|---|---:|---:|---:|");
        for (var i = 0; i < contenders.Length; i++)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {contenders[i].Name} | {Text(best[i])} | {best[i] / best[0]:0.00} | {allocated[i]:0} B |"));
        }
    }

    private static int Calibrate(Contender contender)
    {
        // Long enough that the compiler has done its best before anything counts.
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < WarmUp)
        {
            contender.Run(1);
        }

        var count = 1;
        while (Time(contender, count) < SecondsPerRound && count < 1 << 24)
        {
            count *= 2;
        }

        return count;
    }

    private static double Time(Contender contender, int count)
    {
        var started = Stopwatch.GetTimestamp();
        contender.Run(count);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static string Text(double seconds) => seconds switch
    {
        < 1e-6 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e9:0} ns"),
        < 1e-3 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6:0.00} us"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:0.00} ms"),
    };
}
