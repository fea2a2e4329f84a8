namespace SecurityKit.Mfa;

/// <summary>Base32 without padding: five bits a character, most significant first (RFC 4648 section 6).</summary>
internal static class Base32
{
    /// <summary>What authenticator apps read (RFC 4648).</summary>
    internal const string StandardAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Without I, L, O and U: for what people copy by hand (Crockford).</summary>
    internal const string HumanAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    internal static string Encode(ReadOnlySpan<byte> bytes, string alphabet)
    {
        Span<char> text = bytes.Length <= 128 ? stackalloc char[205] : new char[((bytes.Length * 8) + 4) / 5];
        var written = 0;
        int pending = 0, pendingBits = 0;
        foreach (var value in bytes)
        {
            pending = (pending << 8) | value;
            pendingBits += 8;
            while (pendingBits >= 5)
            {
                pendingBits -= 5;
                text[written++] = alphabet[(pending >> pendingBits) & 31];
            }

            pending &= (1 << pendingBits) - 1;
        }

        if (pendingBits > 0)
        {
            text[written++] = alphabet[(pending << (5 - pendingBits)) & 31];
        }

        var result = new string(text[..written]);
        text.Clear();
        return result;
    }

    /// <summary>Reads the standard alphabet of RFC 4648 as people copy it: either case, with or without spaces, dashes and padding.</summary>
    /// <returns>The bytes, or null when it is not base32.</returns>
    internal static byte[]? TryDecode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length * 5 / 8];
        var written = 0;
        int pending = 0, pendingBits = 0;
        foreach (var character in text.TrimEnd('='))
        {
            if (character is ' ' or '-')
            {
                continue;
            }

            var value = StandardAlphabet.IndexOf(char.ToUpperInvariant(character), StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            pending = (pending << 5) | value;
            pendingBits += 5;
            if (pendingBits >= 8)
            {
                pendingBits -= 8;
                bytes[written++] = (byte)(pending >> pendingBits);
                pending &= (1 << pendingBits) - 1;
            }
        }

        // What is left must be filling: fewer than five bits, all zero.
        return pendingBits < 5 && pending == 0 ? bytes[..written] : null;
    }
}
