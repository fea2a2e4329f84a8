using Microsoft.Extensions.Options;

namespace SecurityKit.AspNetCore;

internal sealed class ConsoleOptionsValidator : IValidateOptions<ConsoleOptions>
{
    private const int MaxTitleLength = 64;

    public ValidateOptionsResult Validate(string? name, ConsoleOptions options) =>
        string.IsNullOrWhiteSpace(options.Title) || options.Title.Length > MaxTitleLength || options.Title.Any(char.IsControl)
            ? ValidateOptionsResult.Fail($"{ConsoleOptions.Section}:{nameof(options.Title)} must be 1 to {MaxTitleLength} characters on one line.")
            : ValidateOptionsResult.Success;
}
