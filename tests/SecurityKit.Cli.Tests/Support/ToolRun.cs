using System.Diagnostics;
using System.Text.Json;

namespace SecurityKit.Cli.Tests;

/// <summary>What one run of the tool gave.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    internal JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Runs the real tool as a process, without anything of the kit in its environment but what is given.</summary>
    internal static async Task<ToolRun> Of(
        IReadOnlyList<string> arguments, string? input = null, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        using var process = Start(arguments, environment, folder);
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
        }

        process.StandardInput.Close();
        return await EndOf(process);
    }

    internal static Process Start(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        foreach (var argument in arguments.Prepend(Repository.Tool).Prepend("exec"))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("SECURITYKIT", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    internal static async Task<ToolRun> EndOf(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new ToolRun(process.ExitCode, await output, await errors);
    }
}
