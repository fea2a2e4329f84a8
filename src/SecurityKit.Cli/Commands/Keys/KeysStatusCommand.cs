using System.CommandLine;
using System.Globalization;
using SecurityKit.Crypto;

namespace SecurityKit.Cli;

/// <summary><c>keys status</c>.</summary>
internal static class KeysStatusCommand
{
    internal static Command Create(CommonOptions common)
    {
        var ring = new Option<string?>("--ring") { Description = "Which ring; default: all." };
        return new Command("status", "Shows each ring: its keys, the age of the active one, when it rotates.").With(ring).Does(common, async (invocation, token) =>
        {
            var found = await KeysCommand.WithRingsAsync(invocation, (rings, t) => ReadAsync(rings, invocation.Get(ring), t), token).ConfigureAwait(false);
            invocation.Output.Result(found, rings => Show(invocation.Output, rings));
            return ExitCodes.Ok;
        });
    }

    private static async ValueTask<IReadOnlyList<KeyRingStatus>> ReadAsync(IKeyRingManager rings, string? wanted, CancellationToken cancellationToken)
    {
        var found = new List<KeyRingStatus>();
        foreach (var name in wanted is null ? rings.Rings : [wanted])
        {
            found.Add(await rings.GetStatusAsync(name, cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    private static void Show(ToolOutput output, IReadOnlyList<KeyRingStatus> rings)
    {
        foreach (var ring in rings)
        {
            output.Heading($"ring {ring.Ring} ({ring.Kind})");
            var rotation = ring.UntilRotation is { } left ? string.Create(CultureInfo.InvariantCulture, $"next key in {left.TotalDays:0.0} days") : "never rotates";
            output.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"version {ring.CurrentVersion}, {ring.Age.TotalDays:0.0} days old, {rotation}, {ring.MessagesReserved} messages set aside"));
            KeysCommand.Show(output, ring.Keys);
        }
    }
}
