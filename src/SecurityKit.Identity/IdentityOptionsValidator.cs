using System.Globalization;
using Microsoft.Extensions.Options;

namespace SecurityKit.Identity;

internal sealed class IdentityOptionsValidator : IValidateOptions<IdentityOptions>
{
    private const string TokenPlaceholder = "{token}";

    public ValidateOptionsResult Validate(string? name, IdentityOptions options)
    {
        var problems = new List<string>();
        InRange(problems, "MaxUserNameLength", options.MaxUserNameLength, 8, 128);
        InRange(problems, "ResetTokenLifetime", options.ResetTokenLifetime, TimeSpan.FromMinutes(5), TimeSpan.FromHours(24));
        InRange(problems, "ConfirmationTokenLifetime", options.ConfirmationTokenLifetime, TimeSpan.FromMinutes(5), TimeSpan.FromDays(14));
        InRange(problems, "MaxMailsPerHour", options.MaxMailsPerHour, 1, 100);
        if (options.EmailRevertLifetime != TimeSpan.Zero)
        {
            InRange(problems, "EmailRevertLifetime", options.EmailRevertLifetime, TimeSpan.FromHours(1), TimeSpan.FromDays(30));
        }

        IsPage(problems, "ResetUrl", options.ResetUrl);
        IsPage(problems, "EmailChangeUrl", options.EmailChangeUrl);
        IsPage(problems, "EmailRevertUrl", options.EmailRevertUrl);
        IsPage(problems, "ConfirmationUrl", options.ConfirmationUrl);
        InRange(problems, "Password:MinLength", options.Password.MinLength, 8, 64);
        InRange(problems, "Password:MinLengthAsOnlyFactor", options.Password.MinLengthAsOnlyFactor, 8, 64);
        InRange(problems, "Password:MaxLength", options.Password.MaxLength, 64, 1024);
        InRange(problems, "Password:MinScore", options.Password.MinScore, 0, 100);
        InRange(problems, "Password:History", options.Password.History, 0, 24);
        InRange(problems, "Password:MaxAge", options.Password.MaxAge ?? TimeSpan.FromDays(1), TimeSpan.FromDays(1), TimeSpan.FromDays(3650));
        InRange(problems, "Lockout:MaxFailures", options.Lockout.MaxFailures, 1, 100);
        InRange(problems, "Lockout:MaxFailuresPerDay", options.Lockout.MaxFailuresPerDay, Math.Clamp(options.Lockout.MaxFailures, 1, 100), 1000);
        InRange(problems, "Lockout:Window", options.Lockout.Window, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        InRange(problems, "Lockout:MaxDuration", options.Lockout.MaxDuration, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7));
        InRange(problems, "Lockout:FirstDuration", options.Lockout.FirstDuration, TimeSpan.FromMinutes(1), options.Lockout.MaxDuration);
        InRange(problems, "Lockout:KnownDeviceLifetime", options.Lockout.KnownDeviceLifetime, TimeSpan.FromHours(1), TimeSpan.FromDays(400));
        ApiKeys(problems, options.ApiKeys);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void ApiKeys(List<string> problems, ApiKeyOptions options)
    {
        var prefix = options.Prefix;
        if (prefix.Length is < 2 or > ApiKeyFormat.MaxPrefixLength || !prefix.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)))
        {
            problems.Add($"{IdentityOptions.Section}:ApiKeys:Prefix must be 2 to 12 lower-case letters and digits, such as kit.");
        }

        InRange(problems, "ApiKeys:MaxLifetime", options.MaxLifetime, TimeSpan.FromHours(1), TimeSpan.FromDays(3650));
        InRange(problems, "ApiKeys:Lifetime", options.Lifetime, TimeSpan.FromHours(1), options.MaxLifetime);
        InRange(problems, "ApiKeys:MaxKeysPerSubject", options.MaxKeysPerSubject, 1, 1000);
        InRange(problems, "ApiKeys:RotationOverlap", options.RotationOverlap, TimeSpan.Zero, TimeSpan.FromDays(30));
        IsFate(problems, "ApiKeys:OnPasswordReset", options.OnPasswordReset);
        IsFate(problems, "ApiKeys:OnPasswordChange", options.OnPasswordChange);
        InRange(problems, "ApiKeys:LastUsedResolution", options.LastUsedResolution, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
    }

    private static void InRange<T>(List<string> problems, string option, T value, T min, T max)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture, $"{IdentityOptions.Section}:{option} is {value}; set it to between {min} and {max}."));
        }
    }

    private static void IsFate(List<string> problems, string option, ApiKeyFate fate)
    {
        if (!Enum.IsDefined(fate))
        {
            problems.Add($"{IdentityOptions.Section}:{option} must be Keep, Suspend or Revoke.");
        }
    }

    private static void IsPage(List<string> problems, string option, string? value)
    {
        if (value is null)
        {
            return;
        }

        var isWeb = Uri.TryCreate(value.Replace(TokenPlaceholder, "t", StringComparison.Ordinal), UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
        if (!isWeb || !value.Contains(TokenPlaceholder, StringComparison.Ordinal))
        {
            problems.Add(
                $"{IdentityOptions.Section}:{option} must be an https address (http on loopback only) with {TokenPlaceholder} in it, such as https://example.com/reset#{TokenPlaceholder}.");
        }
    }
}
