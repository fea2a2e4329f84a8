using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SecurityKit.Crypto;

namespace SecurityKit.Cli;

/// <summary><c>hash calibrate</c>.</summary>
internal static class HashCalibrateCommand
{
    private const int KiBPerMiB = 1024;

    internal static Command Create(CommonOptions common)
    {
        var target = new Option<int>("--target-ms") { Description = "How long one hash may take, in milliseconds, 1 to 10000.", DefaultValueFactory = _ => 250 };
        var memory = new Option<int?>("--max-memory-mib") { Description = "The most memory one hash may take, in MiB. Default: what the memory cap leaves each thread." };
        return new Command("calibrate", "Measures which Argon2id parameters take the given time here.").With(target, memory).Does(common, async (invocation, token) =>
        {
            var services = HashCommand.Services(invocation);
            await using var scope = services.ConfigureAwait(false);
            var found = await services.GetRequiredService<PasswordHashingCalibrator>().CalibrateAsync(
                TimeSpan.FromMilliseconds(invocation.Get(target)), invocation.Get(memory) * KiBPerMiB, cancellationToken: token).ConfigureAwait(false);
            invocation.Output.Result(
                new { found.MemoryKiB, found.Iterations, found.Parallelism, tookMs = found.Took.TotalMilliseconds, found.IsWithinTarget },
                _ => Show(invocation.Output, found));
            return ExitCodes.Ok;
        });
    }

    private static void Show(ToolOutput output, PasswordHashingCalibration found)
    {
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"Argon2id m={found.MemoryKiB} KiB, t={found.Iterations}, p={found.Parallelism} takes {found.Took.TotalMilliseconds:0} ms of {found.Target.TotalMilliseconds:0} ms."));
        if (!found.IsWithinTarget)
        {
            output.Line("That is longer than wanted: the machine is busy, or even the least parameters that OWASP accepts take longer. They are not lowered further.");
        }

        output.Line($"Write {PasswordHashingOptions.Section}:MemoryKiB = {found.MemoryKiB} and :Iterations = {found.Iterations}.");
    }
}
