using System.Diagnostics;
using System.Text.Json;

namespace SecurityKit.Samples.Portal.Tests.Hosting;

/// <summary>One run of the built <c>securitykit</c>, as a process.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    internal JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <param name="trusted">A certificate that the tool is to trust beside the machine's own; null for none.</param>
    /// <param name="arguments">The command line.</param>
    internal static async Task<ToolRun> Of(string? trusted, params string[] arguments)
    {
        var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var tool = Path.Combine(PortalFiles.Root, "src", "SecurityKit.Cli", "bin", output.Parent!.Name, output.Name, "SecurityKit.Cli.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", tool, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(),
        };
        if (trusted is not null)
        {
            start.Environment["SSL_CERT_FILE"] = trusted;
        }

        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEndAsync();
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

        return new ToolRun(process.ExitCode, await text, await errors);
    }
}
