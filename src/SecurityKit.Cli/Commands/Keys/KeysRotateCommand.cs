using System.CommandLine;

namespace SecurityKit.Cli;

/// <summary><c>keys rotate</c>.</summary>
internal static class KeysRotateCommand
{
    internal static Command Create(CommonOptions common)
    {
        var ring = KeysCommand.RingOption();
        var reason = KeysCommand.ReasonOption();
        return new Command("rotate", "Rotates a ring now, whatever the age of its key.").With(ring, reason).Does(common, async (invocation, token) =>
        {
            var next = await KeysCommand.WithRingAsync(
                invocation, invocation.Get(ring)!, (rings, t) => rings.RotateAsync(invocation.Get(ring)!, invocation.Get(reason)!, t), token).ConfigureAwait(false);
            invocation.Output.Result(next, key =>
            {
                invocation.Output.Line($"Key {key.Id}, version {key.Version}, takes over at {KeysCommand.Time(key.ActivatesAt)}; until then every node learns of it.");
                KeysCommand.Show(invocation.Output, [key]);
            });
            return ExitCodes.Ok;
        });
    }
}
