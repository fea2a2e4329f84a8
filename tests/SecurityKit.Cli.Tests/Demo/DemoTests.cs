using System.Diagnostics;

namespace SecurityKit.Cli.Tests;

[TestFixture]
public sealed class DemoTests
{
    [Test]
    public async Task Demo_WalksThroughEveryChapterAndKeepsEveryPromise()
    {
        var run = await ToolRun.Of(["demo", "--json"]);

        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Errors);
        var steps = run.Json.GetProperty("steps").EnumerateArray().ToArray();
        Assert.That(steps.Select(step => step.GetProperty("chapter").GetString()).Distinct(), Is.EqualTo(["Encryption", "Rotation", "Earlier formats", "MFA", "Sessions"]));
        Assert.That(steps.Select(step => step.GetProperty("holds").GetBoolean()), Is.All.True);
        Assert.That(run.Errors, Is.Empty, "nothing failed beside the story");
    }

    [Test]
    public async Task Demo_StoppedByASignal_LeavesNothingBehindAndSaysSo()
    {
        using var temporary = new ToolFolder();
        using var process = ToolRun.Start(["demo"], new Dictionary<string, string> { ["TMPDIR"] = temporary.PathOf(".") });
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.Contains("rotate by hand", StringComparison.Ordinal))
        {
        }

        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        var run = await ToolRun.EndOf(process);

        Assert.That(run.ExitCode, Is.EqualTo(130), run.Errors);
        Assert.That(Directory.GetDirectories(temporary.PathOf("."), "securitykit-demo-*"), Is.Empty);
    }
}
