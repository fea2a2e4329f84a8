using System.Globalization;
using System.Net;
using System.Text;

namespace SecurityKit.Identity;

/// <summary>Checks what a new key asks for.</summary>
internal static class ApiKeyRules
{
    private const int MaxNameLength = 100;
    private const int MaxEntries = 64;
    private static readonly TimeSpan MinLifetime = TimeSpan.FromMinutes(1);

    internal static IReadOnlyList<IPNetwork> Check(ApiKeyRequest request, ApiKeyOptions options, List<InputProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > MaxNameLength || !UnicodeText.IsWellFormed(request.Name)
            || request.Name.EnumerateRunes().Any(Rune.IsControl))
        {
            problems.Add(new InputProblem("name", "invalid", "A key's name has 1 to 100 characters and no control characters."));
        }

        if (request.Scopes.Count > MaxEntries || request.Scopes.Any(scope => !PermissionName.IsValid(scope)))
        {
            problems.Add(new InputProblem("scopes", "invalid", "A key has at most 64 scopes, each of the form resource:action."));
        }

        if (request.Lifetime is { } lifetime && (lifetime < MinLifetime || lifetime > options.MaxLifetime))
        {
            problems.Add(new InputProblem(
                "lifetime", "out_of_range", string.Create(CultureInfo.InvariantCulture, $"A key lives at least a minute and at most {options.MaxLifetime.TotalDays:0} days.")));
        }

        return Networks(request, problems);
    }

    private static List<IPNetwork> Networks(ApiKeyRequest request, List<InputProblem> problems)
    {
        var networks = new List<IPNetwork>();
        var isValid = request.Networks.Count <= MaxEntries;
        foreach (var text in request.Networks.Take(MaxEntries))
        {
            isValid &= IPNetwork.TryParse(text, out var network);
            networks.Add(network);
        }

        if (!isValid)
        {
            problems.Add(new InputProblem("networks", "invalid", "A key has at most 64 networks, each in CIDR notation such as 203.0.113.0/24."));
        }

        return networks;
    }
}
