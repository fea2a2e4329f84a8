using BenchmarkDotNet.Running;
using SecurityKit.Benchmarks.Ratios;
using SecurityKit.Benchmarks.Sessions;

namespace SecurityKit.Benchmarks;

/// <summary>What the command line says: list, all, some groups, a program of its own, or the smoke run.</summary>
internal static class BenchmarkProgram
{
    /// <summary>Comparisons that alternate with their peer and loads that print sizes; everything else is BenchmarkDotNet.</summary>
    private static readonly Dictionary<string, Func<string[], Task<int>>> Programs = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ratios"] = async areas =>
        {
            await RatioProgram.RunAsync(areas);
            return 0;
        },
        ["sessions-compare"] = SessionComparison.RunAsync,
        ["sessions-load"] = SessionLoad.RunAsync,
    };

    internal static async Task<int> RunAsync(string[] arguments)
    {
        var groups = BenchmarkGroups.Of(typeof(BenchmarkProgram).Assembly);
        switch (arguments)
        {
            case ["--smoke", .. var named]:
                return await SmokeAsync(groups, named);
            case ["all", .. var rest]:
                return Measure([.. groups.Values.SelectMany(types => types)], rest);
            case [var name, .. var rest] when Programs.TryGetValue(name, out var program):
                return await program(rest);
            case [var first, ..] when groups.ContainsKey(first):
                var wanted = arguments.TakeWhile(argument => !argument.StartsWith('-')).ToArray();
                return Choose(groups, wanted) is { } types ? Measure(types, arguments[wanted.Length..]) : Usage(groups);
            default:
                return Usage(groups);
        }
    }

    private static async Task<int> SmokeAsync(IReadOnlyDictionary<string, Type[]> groups, string[] named)
    {
        if (Choose(groups, named.Length == 0 ? [.. groups.Keys] : named) is not { } types)
        {
            return Usage(groups);
        }

        var (ran, failed) = await SmokeRun.OfAsync(types, Console.Out);
        await Console.Out.WriteLineAsync($"{ran} benchmarks ran once, {failed} failed");
        return failed == 0 && ran > 0 ? 0 : 1;
    }

    private static Type[]? Choose(IReadOnlyDictionary<string, Type[]> groups, string[] named) =>
        named.All(groups.ContainsKey) ? [.. named.SelectMany(name => groups[name])] : null;

    private static int Measure(Type[] types, string[] arguments)
    {
        var summaries = BenchmarkRunner.Run(types, config: null, arguments);
        return summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;
    }

    private static int Usage(IReadOnlyDictionary<string, Type[]> groups)
    {
        Console.WriteLine("all | GROUP... [BenchmarkDotNet options] | PROGRAM | --smoke [GROUP...]");
        foreach (var (name, types) in groups)
        {
            Console.WriteLine($"  group    {name}: {string.Join(", ", types.Select(type => type.Name))}");
        }

        foreach (var name in Programs.Keys)
        {
            Console.WriteLine($"  program  {name}");
        }

        return 2;
    }
}
