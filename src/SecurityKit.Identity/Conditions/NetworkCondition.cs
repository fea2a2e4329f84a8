using System.Net;

namespace SecurityKit.Identity;

/// <summary><c>network</c>: the client is in one of the networks of <c>cidr</c>, separated by commas. An unknown address is in none.</summary>
internal sealed class NetworkCondition : IConditionType
{
    public string Name => "network";

    public Func<PermissionContext, bool>? Compile(IReadOnlyDictionary<string, string> parameters)
    {
        if (parameters.Count != 1 || !parameters.TryGetValue("cidr", out var list))
        {
            return null;
        }

        var networks = new List<IPNetwork>();
        foreach (var text in list.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!IPNetwork.TryParse(text, out var network))
            {
                return null;
            }

            networks.Add(network);
        }

        return context => context.RemoteAddress is { } address
            && networks.Exists(network => network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));
    }
}
