using Microsoft.Extensions.Options;

namespace SecurityKit.AspNetCore;

internal sealed class SecurityHeadersOptionsValidator : IValidateOptions<SecurityHeadersOptions>
{
    public ValidateOptionsResult Validate(string? name, SecurityHeadersOptions options)
    {
        var problems = new List<string>();
        Check(problems, nameof(options.PageContentSecurityPolicy), options.PageContentSecurityPolicy);
        Check(problems, nameof(options.ApiContentSecurityPolicy), options.ApiContentSecurityPolicy);
        Check(problems, nameof(options.PermissionsPolicy), options.PermissionsPolicy);
        Check(problems, nameof(options.ReferrerPolicy), options.ReferrerPolicy);
        Check(problems, nameof(options.CrossOriginEmbedderPolicy), options.CrossOriginEmbedderPolicy);
        if (options.StrictTransportSecurityAge < TimeSpan.Zero)
        {
            problems.Add($"{SecurityHeadersOptions.Section}:{nameof(options.StrictTransportSecurityAge)} must not be negative. Use 00:00:00 to leave the header out.");
        }

        if (options.ReportTo is { } target && !IsReportTarget(target))
        {
            problems.Add($"{SecurityHeadersOptions.Section}:{nameof(options.ReportTo)} must be an absolute https URL or a path that begins with '/'.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Check(List<string> problems, string option, string? value)
    {
        if (string.IsNullOrWhiteSpace(value) || value.Any(c => c is < ' ' or > '~'))
        {
            problems.Add($"{SecurityHeadersOptions.Section}:{option} must be visible ASCII on one line; remove it to get the default.");
        }
    }

    private static bool IsReportTarget(string target) =>
        target.All(c => c is > ' ' and <= '~' and not '"' and not '\\' and not ';' and not ',')
        && ((target.StartsWith('/') && !target.StartsWith("//", StringComparison.Ordinal))
            || (Uri.TryCreate(target, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps));
}
