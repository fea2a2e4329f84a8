using System.CommandLine;

namespace SecurityKit.Cli;

/// <summary><c>rewrap forget</c>.</summary>
internal static class RewrapForgetCommand
{
    internal static Command Create(CommonOptions common)
    {
        var source = new Argument<string>("source") { Description = "The source, as its report names it." };
        var ring = KeysCommand.RingOption();
        var reason = KeysCommand.ReasonOption();
        return new Command("forget", "Forgets the count of a source that is gone, so that the keys it needed can be retired.").With(source, ring, reason).Does(common, async (invocation, token) =>
        {
            var name = invocation.Get(source)!;
            var isForgotten = await KeysCommand.WithRingAsync(
                invocation, invocation.Get(ring)!, (rings, t) => rings.ForgetDataAsync(invocation.Get(ring)!, name, invocation.Get(reason)!, t), token).ConfigureAwait(false);
            if (!isForgotten)
            {
                throw new RefusedException($"The ring '{invocation.Get(ring)}' keeps no count of '{name}'.");
            }

            invocation.Output.Result(new { source = name }, _ => invocation.Output.Line($"The count of '{name}' is forgotten."));
            return ExitCodes.Ok;
        });
    }
}
