using Microsoft.Extensions.Options;

namespace SecurityKit.AspNetCore;

internal sealed class EndpointOptionsValidator : IValidateOptions<EndpointOptions>
{
    private const int MinBodyBytes = 1_024;
    private const int MaxBodyBytes = 1_048_576;

    public ValidateOptionsResult Validate(string? name, EndpointOptions options)
    {
        var problems = new List<string>();
        if (options.MaxBodyBytes is < MinBodyBytes or > MaxBodyBytes)
        {
            problems.Add($"{EndpointOptions.Section}:{nameof(options.MaxBodyBytes)} must be {MinBodyBytes} to {MaxBodyBytes} bytes.");
        }

        Check(problems, nameof(ThrottleOptions.SignIn), options.Throttles.SignIn);
        Check(problems, nameof(ThrottleOptions.Registration), options.Throttles.Registration);
        Check(problems, nameof(ThrottleOptions.PasswordReset), options.Throttles.PasswordReset);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Check(List<string> problems, string budget, ThrottleLimit limit)
    {
        if (limit.Permits is < 1 or > CounterLimit.MaxPermits)
        {
            problems.Add($"{EndpointOptions.Section}:Throttles:{budget}:Permits must be 1 to {CounterLimit.MaxPermits}.");
        }

        if (limit.Window < TimeSpan.FromSeconds(1) || limit.Window > TimeSpan.FromDays(1))
        {
            problems.Add($"{EndpointOptions.Section}:Throttles:{budget}:Window must be 00:00:01 to 1.00:00:00.");
        }
    }
}
