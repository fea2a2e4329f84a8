namespace SecurityKit.Identity;

/// <summary>The plain words behind a decorated password: without what stands around it, without swapped letters, without repetition.</summary>
internal static class PasswordForms
{
    /// <summary>Every word the whole password, or at least half of it, is made of.</summary>
    internal static IEnumerable<string> Of(string lower)
    {
        var unswapped = Unswap(lower);
        foreach (var text in (IEnumerable<string>)[lower, unswapped])
        {
            yield return text;
            yield return Unrepeated(text);
            var bare = Trim(text);
            if (bare.Length * 2 >= lower.Length)
            {
                yield return bare;
                yield return Unswap(bare);
                yield return Unrepeated(bare);
            }
        }
    }

    internal static string Unswap(string lower) => string.Create(lower.Length, lower, static (target, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = source[i] switch
            {
                '@' or '4' => 'a',
                '8' => 'b',
                '3' => 'e',
                '6' or '9' => 'g',
                '1' or '!' or '|' => 'i',
                '0' => 'o',
                '5' or '$' => 's',
                '7' or '+' => 't',
                '2' => 'z',
                var other => other,
            };
        }
    });

    /// <summary>Without the digits and signs at both ends.</summary>
    private static string Trim(string text)
    {
        var span = text.AsSpan();
        while (!span.IsEmpty && !char.IsLetter(span[0]))
        {
            span = span[1..];
        }

        while (!span.IsEmpty && !char.IsLetter(span[^1]))
        {
            span = span[..^1];
        }

        return span.ToString();
    }

    /// <summary>The shortest text that, repeated, gives this one; the text itself when there is none.</summary>
    private static string Unrepeated(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
        {
            if (text.Length % length == 0 && text.AsSpan(length).SequenceEqual(text.AsSpan(0, text.Length - length)))
            {
                return text[..length];
            }
        }

        return text;
    }
}
