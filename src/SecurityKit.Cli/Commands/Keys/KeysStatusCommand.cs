using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
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
            var found = await KeysCommand.WithNodeAsync(invocation, (services, t) => ReadAsync(services, invocation.Get(ring), t), token).ConfigureAwait(false);
            invocation.Output.Result(found, rings => Show(invocation.Output, rings));
            return ExitCodes.Ok;
        });
    }

    private static async ValueTask<IReadOnlyList<KeyRingStatus>> ReadAsync(IServiceProvider services, string? wanted, CancellationToken cancellationToken)
    {
        var rings = services.GetRequiredService<IKeyRingManager>();
        if (wanted is not null)
        {
            KeysCommand.CheckIsThere(rings, wanted);
        }

        var unnamed = services.GetRequiredService<IReadOnlyList<UnnamedRing>>();
        var found = new List<KeyRingStatus>();
        foreach (var name in wanted is null ? rings.Rings : [wanted])
        {
            var status = await rings.GetStatusAsync(name, cancellationToken).ConfigureAwait(false);
            found.Add(unnamed.Any(ring => ring.Name == name) ? UnnamedRing.WithoutPlans(status) : status);
        }

        return found;
    }

    private static void Show(ToolOutput output, IReadOnlyList<KeyRingStatus> rings)
    {
        foreach (var ring in rings)
        {
            output.Heading($"ring {ring.Ring} ({ring.Kind})");
            var rotation = ring.UntilRotation is { } left ? string.Create(CultureInfo.InvariantCulture, $"next key in {left.TotalDays:0.0} days")
                : ring.Kind == KeyKind.Index ? "never rotates"
                : "rotates as the host's code says";
            output.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"version {ring.CurrentVersion}, {ring.Age.TotalDays:0.0} days old, {rotation}, {ring.MessagesReserved} messages set aside"));
            KeysCommand.Show(output, ring.Keys);
        }
    }
}
