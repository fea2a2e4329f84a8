namespace SecurityKit.Identity;

/// <summary>The dictionaries of zxcvbn-core, read from its assembly, without network.</summary>
internal static class WordLists
{
    private const string Prefix = "zxcvbn-core.Dictionaries.";
    private const string Suffix = ".lst";
    private const string Canary = "passwords";

    /// <summary>Each list by name, its words in order of frequency.</summary>
    internal static IReadOnlyDictionary<string, string[]> Read()
    {
        var assembly = typeof(Zxcvbn.Zxcvbn).Assembly;
        var lists = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            lists[resource[Prefix.Length..^Suffix.Length]] = reader.ReadToEnd().ToLowerInvariant()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        return lists.ContainsKey(Canary)
            ? lists
            : throw new InvalidOperationException("The installed zxcvbn-core does not carry its list of common passwords.");
    }
}
