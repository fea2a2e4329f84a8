using System.CommandLine;

namespace SecurityKit.Cli;

/// <summary>The tool: its commands, and how it ends.</summary>
internal static class Tool
{
    /// <summary>How long what is in hand may take to come to a whole state after Ctrl-C.</summary>
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(30);

    internal static async Task<int> RunAsync(string[] arguments)
    {
        var parse = Create().Parse(arguments);
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeToEnd };
        var code = await parse.InvokeAsync(invocation).ConfigureAwait(false);
        return parse.Errors.Count > 0 ? ExitCodes.Usage : code;
    }

    internal static RootCommand Create()
    {
        var common = new CommonOptions();
        var root = new RootCommand("SecurityKit at the terminal: rates hosts, manages keys and sessions, migrates data, checks passwords, codes and tokens.");
        root.With(
            common.Config, common.Json,
            DemoCommand.Create(common), RateCommand.Create(common), DoctorCommand.Create(common), KeysCommand.Create(common),
            MigrateCommand.Create(common), RewrapCommand.Create(common), SessionsCommand.Create(common), HashCommand.Create(common), TotpCommand.Create(common),
            TokenCommand.Create(common));
        return root;
    }
}
