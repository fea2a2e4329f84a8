using Microsoft.Extensions.Configuration;

namespace SecurityKit.AspNetCore;

/// <summary>The framework's switch trusts the forwarded headers of every client; together with the kit it would let anyone claim any address.</summary>
internal sealed class ForwardedHeadersStartupCheck(IConfiguration? configuration = null) : IStartupCheck
{
    private const string FrameworkSwitch = "ForwardedHeaders_Enabled";

    public ValueTask<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> problems = string.Equals(configuration?[FrameworkSwitch], "true", StringComparison.OrdinalIgnoreCase)
            ?
            [
                $"ASPNETCORE_FORWARDEDHEADERS_ENABLED=true trusts X-Forwarded-For from every client. Remove it and name the proxies in {TrustedProxyOptions.Section}:Networks.",
            ]
            : [];
        return ValueTask.FromResult(problems);
    }
}
