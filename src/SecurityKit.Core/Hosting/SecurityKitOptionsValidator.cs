using Microsoft.Extensions.Options;

namespace SecurityKit;

internal sealed class SecurityKitOptionsValidator : IValidateOptions<SecurityKitOptions>
{
    private static readonly TimeSpan ShortestRetention = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, SecurityKitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.EventRetention < ShortestRetention
            ? ValidateOptionsResult.Fail(
                $"{SecurityKitOptions.Section}:{nameof(SecurityKitOptions.EventRetention)} is {options.EventRetention}; it must be at least {ShortestRetention}. Write for example \"365.00:00:00\".")
            : ValidateOptionsResult.Success;
    }
}
