using BenchmarkDotNet.Attributes;

namespace SecurityKit.Benchmarks.Tests;

/// <summary>Benchmarks that do not work are found here, and not on the day somebody wants figures.</summary>
[TestFixture]
public sealed class SmokeTests
{
    private static IEnumerable<string> Groups => BenchmarkGroups.Of(typeof(BenchmarkProgram).Assembly).Keys;

    [TestCaseSource(nameof(Groups))]
    public async Task EveryBenchmarkOfTheGroup_RunsOnce(string group)
    {
        using var console = new StringWriter();

        var (ran, failed) = await SmokeRun.OfAsync(BenchmarkGroups.Of(typeof(BenchmarkProgram).Assembly)[group], console);

        Assert.That((ran > 0, failed), Is.EqualTo((true, 0)), console.ToString());
    }

    [Test]
    public async Task ABenchmarkThatThrows_IsCountedAndNamed()
    {
        using var console = new StringWriter();

        var (ran, failed) = await SmokeRun.OfAsync([typeof(Probe)], console);

        Assert.That((ran, failed), Is.EqualTo((3, 1)), console.ToString());
        Assert.That(console.ToString(), Does.Contain("FAIL Probe.Throws").And.Contain("ok   Probe.SeesItsParameterAndSetup"));
    }

    [Test]
    public async Task AnUnknownGroup_EndsWithTwo() => Assert.That(await BenchmarkProgram.RunAsync(["--smoke", "Nothing"]), Is.EqualTo(2));

    public class Probe
    {
        private bool _isSetUp;

        [Params(7, 8)]
        public int Number { get; set; }

        [GlobalSetup]
        public void SetUp() => _isSetUp = true;

        [Benchmark]
        public void SeesItsParameterAndSetup() => Assert.That((Number, _isSetUp), Is.EqualTo((7, true)));

        [Benchmark]
        public async Task Throws()
        {
            await Task.Yield();
            throw new InvalidOperationException("on purpose");
        }

        [Benchmark]
        [Arguments(3)]
        public int TakesAnArgument(int number) => number;
    }
}
