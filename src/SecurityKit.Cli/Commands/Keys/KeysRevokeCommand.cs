using System.CommandLine;
using SecurityKit.Crypto;

namespace SecurityKit.Cli;

/// <summary><c>keys revoke</c>.</summary>
internal static class KeysRevokeCommand
{
    internal static Command Create(CommonOptions common)
    {
        var keyId = new Argument<string>("key-id") { Description = "The key, as 'keys status' shows it." };
        var ring = KeysCommand.RingOption();
        var reason = KeysCommand.ReasonOption();
        var yes = new Option<bool>("--yes") { Description = "Needed: what the key encrypted cannot be read from then on." };
        return new Command("revoke", "Takes a key out at once: it decrypts and verifies nothing any more.").With(keyId, ring, reason, yes).Does(common, async (invocation, token) =>
        {
            if (!invocation.Get(yes))
            {
                throw new UsageException("What this key encrypted or signed will be refused at once. Say --yes when that is what you want.");
            }

            var id = invocation.Get(keyId);
            var change = await KeysCommand.WithRingAsync(
                invocation, invocation.Get(ring)!, (rings, t) => rings.RevokeAsync(invocation.Get(ring)!, id, invocation.Get(reason)!, t), token).ConfigureAwait(false);
            switch (change)
            {
                case KeyChange.Done or KeyChange.AlreadyDone:
                    invocation.Output.Result(
                        new { key = id, change },
                        _ => invocation.Output.Line(change == KeyChange.Done ? $"Key {id} is revoked." : $"Key {id} had been revoked before."));
                    return ExitCodes.Ok;
                case KeyChange.NeedsSuccessor:
                    throw new RefusedException("This is the active key and no next key is announced. Run 'keys rotate' first, then revoke.");
                case KeyChange.NotFound:
                    throw new RefusedException($"The ring '{invocation.Get(ring)}' has no key '{id}'. Run 'keys status'.");
                default:
                    throw new RefusedException($"The key was not revoked: {change}.");
            }
        });
    }
}
