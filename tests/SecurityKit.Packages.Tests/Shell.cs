using System.Diagnostics;

namespace SecurityKit.Packages.Tests;

/// <summary>Runs programs as a person at a terminal would.</summary>
internal static class Shell
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs to the end and fails the test with the whole output when the exit code is not zero.</summary>
    internal static string Run(string folder, string program, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var (exitCode, text) = RunToEnd(folder, program, arguments, environment);
        Assert.That(exitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}{Environment.NewLine}{text}");
        return text;
    }

    /// <summary>Runs to the end and tells whether the exit code was zero.</summary>
    internal static bool TryRun(string folder, string program, string[] arguments, IReadOnlyDictionary<string, string>? environment) =>
        RunToEnd(folder, program, arguments, environment).ExitCode == 0;

    private static (int ExitCode, string Text) RunToEnd(string folder, string program, string[] arguments, IReadOnlyDictionary<string, string>? environment)
    {
        using var process = Start(folder, program, arguments, environment);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within {Limit}.");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }

    internal static Process Start(string folder, string program, string[] arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // What the test runner sets for itself is not what a stranger has.
        foreach (var name in start.Environment.Keys.Where(IsOfTheRunner).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        return Process.Start(start)!;
    }

    private static bool IsOfTheRunner(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("SECURITYKIT", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_HOST_PATH" or "DOTNET_ROOT_X64";
}
