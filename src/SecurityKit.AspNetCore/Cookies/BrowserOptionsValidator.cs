using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace SecurityKit.AspNetCore;

internal sealed class BrowserOptionsValidator : IValidateOptions<BrowserOptions>
{
    public ValidateOptionsResult Validate(string? name, BrowserOptions options)
    {
        var problems = new List<string>();
        if (string.IsNullOrEmpty(options.CookieName) || options.CookieName.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not '_' and not '-'))
        {
            problems.Add($"{BrowserOptions.Section}:{nameof(options.CookieName)} must be letters, digits, '_' and '-'. The prefix '__Host-' is added by itself.");
        }

        if (options.SameSite is not SameSiteMode.Lax and not SameSiteMode.Strict)
        {
            problems.Add($"{BrowserOptions.Section}:{nameof(options.SameSite)} must be Lax or Strict: with None every site could send the session along.");
        }

        CheckPath(problems, nameof(options.SignInPath), options.SignInPath);
        CheckPath(problems, nameof(options.StepUpPath), options.StepUpPath);
        CheckPath(problems, nameof(options.EnrollmentPath), options.EnrollmentPath);
        CheckPath(problems, nameof(options.DeniedPath), options.DeniedPath);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckPath(List<string> problems, string option, string? path)
    {
        if (path is not null && !LocalUrl.IsLocal(path))
        {
            problems.Add($"{BrowserOptions.Section}:{option} must be a path on this host that begins with one '/'.");
        }
    }
}
