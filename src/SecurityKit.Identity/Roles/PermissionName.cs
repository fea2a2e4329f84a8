using System.Buffers;

namespace SecurityKit.Identity;

/// <summary>
/// Names of permissions and scopes: <c>resource:action</c>. The resource has one or more parts joined by dots; parts and action are
/// lower-case letters, digits, hyphens and underscores and begin with a letter. Compared ordinally, as a whole: there are no wildcards.
/// </summary>
public static class PermissionName
{
    /// <summary>The longest name.</summary>
    public const int MaxLength = 128;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Whether a text is the name of a permission.</summary>
    /// <param name="name">The text.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsValid(string? name)
    {
        if (name is null || name.Length > MaxLength)
        {
            return false;
        }

        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || !IsPart(name.AsSpan(colon + 1)))
        {
            return false;
        }

        foreach (var range in name.AsSpan(0, colon).Split('.'))
        {
            if (!IsPart(name.AsSpan(0, colon)[range]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPart(ReadOnlySpan<char> part) =>
        !part.IsEmpty && char.IsAsciiLetterLower(part[0]) && !part.ContainsAnyExcept(Allowed);
}
