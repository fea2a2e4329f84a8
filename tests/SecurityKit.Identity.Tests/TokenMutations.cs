namespace SecurityKit.Identity.Tests;

/// <summary>Every truncation and one changed character at each place of a token.</summary>
internal static class TokenMutations
{
    internal static IEnumerable<string> Of(string token)
    {
        for (var length = 0; length < token.Length; length++)
        {
            yield return token[..length];
        }

        for (var i = 0; i < token.Length; i++)
        {
            // The last character of unpadded base64url may hold unused bits; another alphabet half is a different value anywhere.
            var other = token[i] switch
            {
                '.' => '-',
                >= 'a' and <= 'z' => char.ToUpperInvariant(token[i]),
                >= 'A' and <= 'Z' => char.ToLowerInvariant(token[i]),
                _ => 'Q',
            };
            yield return token[..i] + other + token[(i + 1)..];
        }

        yield return token + "A";
        yield return new string('A', 1_000_000);
        yield return "é" + token;
    }
}
