using BenchmarkDotNet.Running;
using SecurityKit.Benchmarks.Ratios;

// "ratios" compares the kit with its peers in turns within one run, which holds on a busy machine too; anything else goes to BenchmarkDotNet.
if (args is ["ratios", .. var areas])
{
    await RatioProgram.RunAsync(areas);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
