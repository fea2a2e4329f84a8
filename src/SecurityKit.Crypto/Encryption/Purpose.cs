namespace SecurityKit.Crypto;

/// <summary>The rule for purposes.</summary>
internal static class Purpose
{
    internal const int MaxLength = 128;
    internal const int MaxTotalLength = 1024;

    /// <summary>Not allowed inside a purpose, so that "a", "b" never equals "a b".</summary>
    internal const char Separator = ' ';

    internal static void Check(string purpose)
    {
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        if (purpose.Length > MaxLength || purpose.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException($"A purpose has 1 to {MaxLength} characters of visible ASCII.", nameof(purpose));
        }
    }

    internal static string Append(string outer, string inner)
    {
        Check(inner);
        var whole = outer.Length == 0 ? inner : $"{outer}{Separator}{inner}";
        return whole.Length <= MaxTotalLength
            ? whole
            : throw new ArgumentException($"Nested purposes have at most {MaxTotalLength} characters together.", nameof(inner));
    }
}
