using System.CommandLine;

namespace SecurityKit.Cli;

/// <summary><c>keys rewrap</c>.</summary>
internal static class KeysRewrapCommand
{
    internal static Command Create(CommonOptions common) =>
        new Command("rewrap", "Wraps every key anew under the present master key; afterwards former master keys are not needed.").Does(common, async (invocation, token) =>
        {
            var count = await KeysCommand.WithRingsAsync(invocation, (rings, t) => rings.RewrapKeysAsync(t), token).ConfigureAwait(false);
            invocation.Output.Result(new { rewrapped = count }, result => invocation.Output.Line($"{result.rewrapped} keys were wrapped anew."));
            return ExitCodes.Ok;
        });
}
