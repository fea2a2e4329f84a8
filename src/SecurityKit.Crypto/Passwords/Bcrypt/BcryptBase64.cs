namespace SecurityKit.Crypto;

/// <summary>bcrypt's own base64: another alphabet, no padding.</summary>
internal static class BcryptBase64
{
    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Decodes exactly as many bytes as the destination has. Bits left over at the end are ignored, as other implementations set them at will.</summary>
    internal static bool TryDecode(ReadOnlySpan<char> text, Span<byte> destination)
    {
        if (text.Length != ((destination.Length * 4) + 2) / 3)
        {
            return false;
        }

        var bits = 0;
        var bitCount = 0;
        var at = 0;
        foreach (var character in text)
        {
            var value = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            bits = (bits << 6) | value;
            bitCount += 6;
            if (bitCount >= 8 && at < destination.Length)
            {
                bitCount -= 8;
                destination[at++] = (byte)(bits >> bitCount);
                bits &= (1 << bitCount) - 1;
            }
        }

        return true;
    }
}
