using System.Net;
using Microsoft.Extensions.Options;

namespace SecurityKit.AspNetCore;

internal sealed class TrustedProxyOptionsValidator : IValidateOptions<TrustedProxyOptions>
{
    private const int MaxHops = 10;

    public ValidateOptionsResult Validate(string? name, TrustedProxyOptions options)
    {
        var problems = new List<string>();
        foreach (var text in options.Networks)
        {
            if (!TryParse(text, out var network))
            {
                problems.Add($"{TrustedProxyOptions.Section}:Networks holds an entry that is neither an address nor a network. Write 10.0.0.7 or 10.0.0.0/24.");
            }
            else if (network.PrefixLength == 0)
            {
                problems.Add($"{TrustedProxyOptions.Section}:Networks trusts every address, so that any client could claim to be another. Name the proxies' own network.");
            }
        }

        if (options.Hops is < 1 or > MaxHops)
        {
            problems.Add($"{TrustedProxyOptions.Section}:Hops must be 1 to {MaxHops}: the number of proxies between clients and this host.");
        }

        if (options.Hosts.Contains("*"))
        {
            problems.Add($"{TrustedProxyOptions.Section}:Hosts must not be '*'. Name the public host names.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    internal static bool TryParse(string text, out IPNetwork network)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
            return true;
        }

        return IPNetwork.TryParse(text, out network);
    }
}
