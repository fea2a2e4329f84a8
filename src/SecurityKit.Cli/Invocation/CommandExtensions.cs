using System.CommandLine;

namespace SecurityKit.Cli;

/// <summary>Ties commands to what they do, with one place that turns outcomes and errors into exit codes.</summary>
internal static class CommandExtensions
{
    internal static Command Does(this Command command, CommonOptions common, Func<Invocation, CancellationToken, ValueTask<int>> action)
    {
        command.SetAction(async (parse, cancellationToken) =>
        {
            var invocation = new Invocation(parse, common);
            try
            {
                return await action(invocation, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                var (code, message) = ErrorText.Of(exception, cancellationToken);
                invocation.Output.Error(code, message);
                return code;
            }
        });
        return command;
    }

    internal static Command With(this Command command, params ReadOnlySpan<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Option option:
                    command.Options.Add(option);
                    break;
                case Argument argument:
                    command.Arguments.Add(argument);
                    break;
                case Command subcommand:
                    command.Subcommands.Add(subcommand);
                    break;
                default:
                    throw new ArgumentException($"{symbol.GetType().Name} is no part of a command.", nameof(symbols));
            }
        }

        return command;
    }
}
