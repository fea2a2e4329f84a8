using Microsoft.Extensions.Options;

namespace SecurityKit.Identity;

internal sealed class BreachedPasswordOptionsValidator : IValidateOptions<BreachedPasswordOptions>
{
    public ValidateOptionsResult Validate(string? name, BreachedPasswordOptions options)
    {
        var problems = new List<string>();
        var isWeb = Uri.TryCreate(options.RangeUrl.Replace("{prefix}", "00000", StringComparison.Ordinal), UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
        if (!isWeb || !options.RangeUrl.Contains("{prefix}", StringComparison.Ordinal))
        {
            problems.Add($"{BreachedPasswordOptions.Section}:RangeUrl must be an https address (http on loopback only) with {{prefix}} in it.");
        }

        if (options.TimeLimit < TimeSpan.FromMilliseconds(100) || options.TimeLimit > TimeSpan.FromSeconds(30))
        {
            problems.Add($"{BreachedPasswordOptions.Section}:TimeLimit is {options.TimeLimit}; set it to between 00:00:00.1 and 00:00:30.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
