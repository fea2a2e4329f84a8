using SecurityKit.Benchmarks;

return await BenchmarkProgram.RunAsync(args);
