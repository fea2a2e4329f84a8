using System.Collections.Frozen;

namespace SecurityKit.Identity;

/// <summary>The common passwords, words and names of zxcvbn-core's own dictionaries, read once from that assembly, without network.</summary>
internal static class CommonPasswords
{
    private const int ShortestWord = 4;

    private static readonly Lazy<FrozenSet<string>> Words = new(Load);

    /// <summary>Whether the password is a common one, as it is or decorated: digits and signs around it, letters swapped, repeated.</summary>
    internal static bool IsBuiltFrom(string password) =>
        PasswordForms.Of(password.ToLowerInvariant()).Any(form => form.Length == 1 || (form.Length >= ShortestWord && Words.Value.Contains(form)));

    private static FrozenSet<string> Load() => WordLists.Read().Values.SelectMany(words => words).ToFrozenSet(StringComparer.Ordinal);
}
