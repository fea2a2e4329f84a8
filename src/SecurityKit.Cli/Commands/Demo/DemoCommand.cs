using System.CommandLine;

namespace SecurityKit.Cli;

/// <summary><c>demo</c>: the kit at work, on real components.</summary>
internal static class DemoCommand
{
    internal static Command Create(CommonOptions common) =>
        new Command("demo", "Walks through encryption, rotation, earlier formats, MFA and sessions on a temporary SQLite host, and prints what it did and measured.").Does(common, async (invocation, token) =>
        {
            var story = new DemoStory(invocation.Output);
            var host = await DemoHost.StartAsync(token).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                EncryptionChapter.Tell(story, host.Services);
                await RotationChapter.TellAsync(story, host.Services, token).ConfigureAwait(false);
                LegacyChapter.Tell(story, host.Services);
                await MfaChapter.TellAsync(story, host.Services, token).ConfigureAwait(false);
                await SessionsChapter.TellAsync(story, host.Services, token).ConfigureAwait(false);
            }

            var holds = story.Steps.All(step => step.Holds);
            invocation.Output.Result(new { holds, story.Steps }, _ => invocation.Output.Line(
                holds ? $"All {story.Steps.Count} steps came out as the kit promises." : "Not everything came out as the kit promises."));
            return holds ? ExitCodes.Ok : ExitCodes.No;
        });
}
