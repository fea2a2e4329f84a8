using SecurityKit.Benchmarks.Passwords;

namespace SecurityKit.Benchmarks.Ratios;

internal static class Argon2Ratios
{
    internal static void Run()
    {
        var benchmarks = new Argon2Benchmarks();
        benchmarks.SetUp();
        try
        {
            RatioTable.Print(
                "Argon2id m=19 MiB t=2 p=1",
                new Contender("libsodium", Times(() => benchmarks.Sodium())),
                new Contender("SecurityKit, with queue, thread and text", Times(() => benchmarks.Kit().GetAwaiter().GetResult())),
                new Contender("libargon2 (Debian)", Times(() => benchmarks.Reference())));
            RatioTable.Print(
                "Argon2id m=19 MiB t=2 p=4",
                new Contender("SecurityKit, one lane", Times(() => benchmarks.Kit().GetAwaiter().GetResult())),
                new Contender("SecurityKit, two hashes of one lane at once: what this machine's processors give together", Times(() => Task.WhenAll(benchmarks.Kit(), benchmarks.Kit()).GetAwaiter().GetResult())),
                new Contender("SecurityKit, four lanes", Times(() => benchmarks.KitOfFourLanes().GetAwaiter().GetResult())),
                new Contender("libargon2 (Debian), four lanes", Times(() => benchmarks.ReferenceOfFourLanes())));
        }
        finally
        {
            benchmarks.CleanUp();
        }
    }

    private static Action<int> Times(Action operation) => count =>
    {
        for (var i = 0; i < count; i++)
        {
            operation();
        }
    };
}
