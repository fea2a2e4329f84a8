using Microsoft.Extensions.Options;

namespace SecurityKit.EntityFrameworkCore;

internal sealed class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestMigration = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        Check(problems, nameof(DatabaseOptions.CommandTimeout), options.CommandTimeout, DatabaseOptions.MaxCommandTimeout, "00:00:05");
        Check(problems, nameof(DatabaseOptions.MigrationTimeout), options.MigrationTimeout, LongestMigration, "00:05:00");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Check(List<string> problems, string name, TimeSpan value, TimeSpan longest, string example)
    {
        if (value < Shortest || value > longest || value.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            problems.Add(
                $"{DatabaseOptions.Section}:{name} is {value}; it must be whole seconds between {Shortest} and {longest}. Write for example \"{example}\".");
        }
    }
}
