using Microsoft.Extensions.Options;

namespace SecurityKit.Redis;

internal sealed class RedisOptionsValidator : IValidateOptions<RedisOptions>
{
    private const int MaxPrefixLength = 64;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ShortestBreak = TimeSpan.FromMilliseconds(500);

    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        if (string.IsNullOrEmpty(options.KeyPrefix) || options.KeyPrefix.Length > MaxPrefixLength || options.KeyPrefix.AsSpan().ContainsAny('{', '}'))
        {
            problems.Add($"{RedisOptions.Section}:KeyPrefix must have 1 to {MaxPrefixLength} characters and no braces. Write for example \"sk:\".");
        }

        Check(problems, nameof(RedisOptions.OperationTimeout), options.OperationTimeout, ShortestTimeout, "00:00:01");
        Check(problems, nameof(RedisOptions.ConnectTimeout), options.ConnectTimeout, ShortestTimeout, "00:00:02");
        Check(problems, nameof(RedisOptions.BreakDuration), options.BreakDuration, ShortestBreak, "00:00:00.5");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Check(List<string> problems, string name, TimeSpan value, TimeSpan shortest, string example)
    {
        if (value < shortest || value > Longest)
        {
            problems.Add($"{RedisOptions.Section}:{name} is {value}; it must be between {shortest} and {Longest}. Write for example \"{example}\".");
        }
    }
}
