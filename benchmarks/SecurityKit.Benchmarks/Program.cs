using BenchmarkDotNet.Running;
using SecurityKit.Benchmarks.Ratios;
using SecurityKit.Benchmarks.Sessions;

// Comparisons with peers in turns within one run, which hold on a busy machine too, and loads that print sizes; anything else goes to BenchmarkDotNet.
return args switch
{
    ["ratios", .. var areas] => await CompareAsync(areas),
    ["sessions-compare", .. var parts] => await SessionComparison.RunAsync(parts),
    ["sessions-load", .. var sizes] => await SessionLoad.RunAsync(sizes),
    _ => RunBenchmarks(args),
};

static async Task<int> CompareAsync(string[] areas)
{
    await RatioProgram.RunAsync(areas);
    return 0;
}

static int RunBenchmarks(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return 0;
}
