using Microsoft.Extensions.Options;

namespace SecurityKit.Messaging;

internal sealed class SmtpOptionsValidator : IValidateOptions<SmtpOptions>
{
    public ValidateOptionsResult Validate(string? name, SmtpOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        Require(problems, Uri.CheckHostName(options.Host) != UriHostNameType.Unknown, "Host must be the mail server's name, such as smtp.example.com.");
        Require(problems, options.Port is > 0 and <= 65535, "Port must be 1 to 65535. Leave it out for 587.");
        Require(problems, Enum.IsDefined(options.Security), "Security must be StartTls, ImplicitTls or None. Leave it out for StartTls.");
        Require(problems, MailAddressText.TryParse(options.From, out _), "From must be an e-mail address, such as no-reply@example.com.");
        Require(problems, options.FromName is null || !options.FromName.Any(char.IsControl), "FromName must not hold control characters.");
        Require(problems, Uri.CheckHostName(options.LocalName) != UriHostNameType.Unknown, "LocalName must be a host name. Leave it out for localhost.");
        Require(
            problems, options.Timeout >= TimeSpan.FromSeconds(1) && options.Timeout <= TimeSpan.FromMinutes(2),
            "Timeout must be 00:00:01 to 00:02:00. Leave it out for 00:00:15.");
        Require(
            problems, (options.UserName is null) == (options.Password is null),
            "UserName and Password go together: set both, or neither.");
        Require(
            problems, options.Security != SmtpSecurity.None || options.UserName is null,
            "Security None would send the password in the clear. Use StartTls or ImplicitTls, or leave UserName and Password out.");
        Require(
            problems, options.TrustedRootsFile is null || File.Exists(options.TrustedRootsFile),
            "TrustedRootsFile must name a PEM file that is there. Leave it out for the system's roots.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Require(List<string> problems, bool isMet, string rule)
    {
        if (!isMet)
        {
            problems.Add($"{SmtpOptions.Section}:{rule}");
        }
    }
}
