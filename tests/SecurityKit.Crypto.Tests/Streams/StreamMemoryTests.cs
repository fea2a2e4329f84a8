using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Testing;

namespace SecurityKit.Crypto.Tests;

/// <summary>A gibibyte is encrypted and decrypted at once, through a pipe, in the memory of a few segments.</summary>
[TestFixture]
public sealed class StreamMemoryTests
{
    private const long Size = 1L << 30;
    private const long AllowedBytes = 8L << 20;

    [Test]
    public async Task A_gibibyte_takes_less_than_eight_mebibytes_of_working_set_over_the_baseline()
    {
        await using var crypto = await TestCrypto.CreateAsync();
        var streams = crypto.Services.GetRequiredService<IStreamEncryptor>().ForPurpose("test");
        await RunAsync(streams, 64L << 20, static _ => { });
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var workingSet = WorkingSet();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var highest = workingSet;

        var received = await RunAsync(streams, Size, done =>
        {
            if (done % (64L << 20) == 0)
            {
                highest = Math.Max(highest, WorkingSet());
            }
        });

        TestContext.Out.WriteLine(
            $"working set +{(highest - workingSet) >> 10} KiB, allocated {(GC.GetTotalAllocatedBytes(precise: true) - allocated) >> 10} KiB for {Size >> 20} MiB");
        Assert.That(received, Is.EqualTo(Size));
        Assert.That(highest - workingSet, Is.LessThan(AllowedBytes));
    }

    private static async Task<long> RunAsync(IStreamEncryptor streams, long size, Action<long> onProgress)
    {
        var pipe = new Pipe();
        var encrypting = Task.Run(async () =>
        {
            await streams.EncryptAsync(new ZeroStream(size), pipe.Writer.AsStream(leaveOpen: true));
            await pipe.Writer.CompleteAsync();
        });
        var counter = new Counter(onProgress);
        await streams.DecryptAsync(pipe.Reader.AsStream(), Stream.Null, progress: counter);
        await encrypting;
        return counter.Last;
    }

    private static long WorkingSet()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private sealed class Counter(Action<long> onProgress) : IProgress<long>
    {
        public long Last { get; private set; }

        public void Report(long value)
        {
            Last = value;
            onProgress(value);
        }
    }
}
