using System.Collections.Frozen;

namespace SecurityKit.Identity;

/// <summary>The passwords of zxcvbn-core's own list, read once from that assembly, without network.</summary>
internal static class CommonPasswords
{
    private const string Resource = "zxcvbn-core.Dictionaries.passwords.lst";
    private const int ShortestWord = 4;

    private static readonly Lazy<FrozenSet<string>> Words = new(Load);

    internal static int Count => Words.Value.Count;

    /// <summary>Whether the password is a common one, as it is or decorated: digits and signs around it, letters swapped, repeated.</summary>
    internal static bool IsBuiltFrom(string password) =>
        PasswordForms.Of(password.ToLowerInvariant()).Any(form => form.Length == 1 || (form.Length >= ShortestWord && Words.Value.Contains(form)));

    private static FrozenSet<string> Load()
    {
        using var stream = typeof(Zxcvbn.Zxcvbn).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException("The installed zxcvbn-core does not carry its list of common passwords.");
        using var reader = new StreamReader(stream);
        var words = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                words.Add(line.ToLowerInvariant());
            }
        }

        return words.ToFrozenSet(StringComparer.Ordinal);
    }
}
