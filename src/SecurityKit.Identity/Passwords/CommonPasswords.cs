using System.Collections.Frozen;

namespace SecurityKit.Identity;

/// <summary>The common passwords, words and names of zxcvbn-core's own dictionaries, read once from that assembly, without network.</summary>
internal static class CommonPasswords
{
    private const string Prefix = "zxcvbn-core.Dictionaries.";
    private const string Canary = "123456";
    private const int ShortestWord = 4;

    private static readonly Lazy<FrozenSet<string>> Words = new(Load);

    internal static int Count => Words.Value.Count;

    /// <summary>Whether the password is a common one, as it is or decorated: digits and signs around it, letters swapped, repeated.</summary>
    internal static bool IsBuiltFrom(string password) =>
        PasswordForms.Of(password.ToLowerInvariant()).Any(form => form.Length == 1 || (form.Length >= ShortestWord && Words.Value.Contains(form)));

    private static FrozenSet<string> Load()
    {
        var assembly = typeof(Zxcvbn.Zxcvbn).Assembly;
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            while (reader.ReadLine() is { } line)
            {
                words.Add(line.Trim().ToLowerInvariant());
            }
        }

        if (!words.Contains(Canary))
        {
            throw new InvalidOperationException("The installed zxcvbn-core does not carry its list of common passwords.");
        }

        return words.ToFrozenSet(StringComparer.Ordinal);
    }
}
