using System.CommandLine;
using Microsoft.Extensions.Configuration;

namespace SecurityKit.Cli;

/// <summary>One run of one command.</summary>
internal sealed class Invocation(ParseResult parse, CommonOptions common)
{
    internal ToolOutput Output { get; } = new(parse.GetValue(common.Json));

    internal T? Get<T>(Option<T> option) => parse.GetValue(option);

    internal T Get<T>(Argument<T> argument) => parse.GetRequiredValue(argument);

    internal bool Has(Option option) => parse.GetResult(option) is { Implicit: false };

    internal IConfigurationRoot LoadConfiguration() => ToolConfiguration.Load(parse.GetValue(common.Config) ?? []);
}
