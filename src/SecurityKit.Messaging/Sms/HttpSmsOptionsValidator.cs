using Microsoft.Extensions.Options;

namespace SecurityKit.Messaging;

internal sealed class HttpSmsOptionsValidator : IValidateOptions<HttpSmsOptions>
{
    public ValidateOptionsResult Validate(string? name, HttpSmsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        Require(problems, IsEndpoint(options.Endpoint), "Endpoint must be an https address, or http on this machine, without user or fragment.");
        Require(problems, !string.IsNullOrWhiteSpace(options.From), "From must be the number or name messages come from.");
        Require(problems, options.AuthenticationScheme is "Bearer" or "Basic", "AuthenticationScheme must be Bearer or Basic. Leave it out for Bearer.");
        Require(problems, IsHeaderText(options.Credential), "Credential must be the provider's key, or user:password for Basic. Set it from the environment.");
        Require(problems, Enum.IsDefined(options.Encoding), "Encoding must be Json or Form. Leave it out for Json.");
        Require(
            problems, new[] { options.FromField, options.ToField, options.TextField }.All(f => !string.IsNullOrWhiteSpace(f)),
            "FromField, ToField and TextField must be named. Leave them out for from, to and text.");
        Require(problems, options.IdempotencyHeader is null || IsHeaderText(options.IdempotencyHeader), "IdempotencyHeader must be a header's name.");
        Require(
            problems, options.Timeout >= TimeSpan.FromSeconds(1) && options.Timeout <= TimeSpan.FromMinutes(1),
            "Timeout must be 00:00:01 to 00:01:00. Leave it out for 00:00:10.");
        Require(problems, options.Attempts is >= 1 and <= 5, "Attempts must be 1 to 5. Leave it out for 3.");
        Require(
            problems, options.RetryDelay >= TimeSpan.Zero && options.RetryDelay <= HttpSmsSender.LongestDelay,
            "RetryDelay must be 00:00:00 to 00:00:10. Leave it out for 00:00:00.5.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static bool IsEndpoint(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private static bool IsHeaderText(string text) => text.Length > 0 && text.All(c => c is >= ' ' and <= '~');

    private static void Require(List<string> problems, bool isMet, string rule)
    {
        if (!isMet)
        {
            problems.Add($"{HttpSmsOptions.Section}:{rule}");
        }
    }
}
