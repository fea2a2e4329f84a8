using System.CommandLine;

namespace SecurityKit.Cli;

/// <summary><c>token</c>: access tokens.</summary>
internal static class TokenCommand
{
    internal static Command Create(CommonOptions common) => new Command("token", "Access tokens: look inside, verify offline against a key set.").With(
        TokenInspectCommand.Create(common), TokenVerifyCommand.Create(common));

    internal static Option<FileInfo?> TokenFileOption() => new("--token-file") { Description = "The file with the token. Default: standard input." };
}
